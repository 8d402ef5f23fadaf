package io.cardswitch.core.transport;

import io.cardswitch.core.command.CardCheckFlyweight;
import io.cardswitch.core.command.CommandIngress;
import io.cardswitch.core.command.ReplyEgress;
import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.edge.EdgeLoop;
import io.cardswitch.core.edge.ReplyComposer;
import io.netty.channel.EventLoop;

import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One event loop: its sessions, its receive buffer, its edge. Everything here runs on the event
 * loop's thread; replies of other threads come through {@link QueuedEgress}.
 */
final class SocketLoop implements ReplyEgress {
    private static final int SWEEP_MS = 50;

    private final int index;
    private final EventLoop executor;
    private final SharedReceiveBuffer receiveBuffer;
    private final Long2ObjectHashMap<LinkSession> sessions = new Long2ObjectHashMap<>();
    private final List<LinkSession> touched = new ArrayList<>();
    private final List<LinkSession> stalled = new ArrayList<>();
    private final Runnable resumeTask = failStop(this::resumeStalled);
    private final Runnable checkTask = failStop(this::workOnChecks);
    private final Consumer<Throwable> fatal;
    private EdgeLoop edge;
    private ReplyComposer composer;
    private CommandIngress ingress;
    private boolean isResumePending;
    private boolean isCheckPending;
    private boolean isResumeDue;
    private boolean isQuiet;
    private long lastSessionId;

    /**
     * @param headroom bytes kept in front of what is received
     * @param fatal takes an error that only a bug can cause; the node stops
     */
    SocketLoop(int index, EventLoop executor, int headroom, Consumer<Throwable> fatal) {
        this.index = index;
        this.executor = executor;
        this.fatal = fatal;
        this.receiveBuffer = new SharedReceiveBuffer(headroom);
    }

    /** Connects the edge, before the first socket is accepted. */
    void attach(EdgeLoop loopEdge, CommandIngress loopIngress) {
        edge = loopEdge;
        composer = loopEdge.composer();
        ingress = loopIngress;
        loopEdge.attach(this::onAnswer);
        executor.scheduleWithFixedDelay(
                failStop(this::sweep), SWEEP_MS, SWEEP_MS, TimeUnit.MILLISECONDS);
    }

    /** Netty would log what a task throws and go on. */
    private Runnable failStop(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (final Throwable cause) {
                fatal.accept(cause);
            }
        };
    }

    int index() {
        return index;
    }

    EventLoop executor() {
        return executor;
    }

    EdgeLoop edge() {
        return edge;
    }

    SharedReceiveBuffer receiveBuffer() {
        return receiveBuffer;
    }

    /** Takes in a session and returns its id; ids are never given again. */
    long add(LinkSession session) {
        lastSessionId++;
        sessions.put(lastSessionId, session);
        return lastSessionId;
    }

    /** Forgets a session; answers that still come for it are dropped. */
    void remove(long sessionId) {
        sessions.remove(sessionId);
    }

    /** Epoch milliseconds: the time of the commands made now. */
    long nowMs() {
        return System.currentTimeMillis();
    }

    /** No answer is longer. */
    int maxAnswerLength() {
        return composer.maxAnswerBytes();
    }

    /** Lets the stages run where they share this thread: a full ring may have room afterwards. */
    void makeRoom() {
        ingress.drain();
    }

    /** Ends a read batch: runs the stages where they share this thread, then sends. */
    void endBatch() {
        ingress.drain();
        onBatchEnd();
    }

    /** Remembers that the session has something to send at the end of the batch. */
    void touch(LinkSession session) {
        touched.add(session);
    }

    /** Remembers that the session waits for room. */
    void stall(LinkSession session) {
        stalled.add(session);
    }

    /** Stops reading for good: the node shuts down. */
    void quiet() {
        isQuiet = true;
        sessions.values().forEach(LinkSession::updateReading);
    }

    /** Ends all sessions: the node shuts down. */
    void closeAll() {
        for (final LinkSession session : List.copyOf(sessions.values())) {
            session.close(CloseReason.SHUTDOWN);
        }
    }

    boolean isQuiet() {
        return isQuiet;
    }

    @Override
    public void onReply(ReplyFlyweight reply) {
        isResumeDue = true;
        final LinkSession session = sessions.get(composer.sessionId(reply.edgeHandle()));
        if (session == null) {
            composer.discard(reply.edgeHandle());
        } else if (!edge.holdsAnswer(reply)) {
            session.send(reply, composer);
        }
        if (edge.isChangingKeys()) {
            edge.onReply(reply, nowMs());
        }
    }

    /** Takes an answer that waited for the HSM; its session may have ended meanwhile. */
    private void onAnswer(long sessionId, DirectBuffer answer, int offset, int length) {
        final LinkSession session = sessions.get(sessionId);
        if (session != null) {
            session.send(answer, offset, length);
        }
    }

    @Override
    public void onCardCheck(CardCheckFlyweight check) {
        edge.onCardCheck(check, nowMs());
    }

    /** Takes what the HSM answered, on the event loop; any thread may ask for it. */
    void wakeForChecks() {
        executor.execute(checkTask);
    }

    private void workOnChecks() {
        isCheckPending = false;
        isResumeDue = true; // Answers that waited for the HSM leave room.
        edge.work(nowMs(), this);
        endBatch();
    }

    @Override
    public void onBatchEnd() {
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).flush();
        }
        touched.clear();
        // While the configuration is loaded nothing is attached yet.
        if (edge != null && edge.endBatch() && !isCheckPending) {
            isCheckPending = true;
            executor.execute(checkTask); // Not from here: the stages may be running.
        }
        if (isResumeDue && !stalled.isEmpty() && !isResumePending) {
            isResumeDue = false; // Without a release since, there is no more room than before.
            isResumePending = true;
            executor.execute(resumeTask); // Not from here: the stages may be running.
        }
    }

    private void resumeStalled() {
        isResumePending = false;
        final int count = stalled.size(); // Those that stall again come behind.
        for (int i = 0; i < count; i++) {
            stalled.get(i).resume();
        }
        stalled.subList(0, count).clear();
        endBatch();
    }

    private void sweep() {
        final long nowMs = nowMs();
        for (final LinkSession session : sessions.values()) {
            session.closeIfLate(nowMs);
        }
        isResumeDue = true; // Other loops may have made room.
        if (edge.work(nowMs, this)) {
            ingress.drain();
        }
        onBatchEnd();
    }
}
