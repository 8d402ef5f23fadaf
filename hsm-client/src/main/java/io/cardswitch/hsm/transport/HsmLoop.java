package io.cardswitch.hsm.transport;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.transport.table.SlotQueue;
import io.cardswitch.hsm.transport.table.TimeoutWheel;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * What the pool decides: which connection a command takes, when it is given up or repeated, when an
 * HSM is taken out. Everything but {@link #wake} runs on one event loop.
 */
final class HsmLoop {
    private static final int USER_STORAGE_EMPTY = HsmRequest.chars('1', '2');

    private final HsmPoolConfig config;
    private final HsmCounters counters;
    private final Consumer<String> operatorLog;
    private final Consumer<Throwable> fatal;
    private final Executor executor;
    private final Consumer<HsmLink> connector;
    private final ManyToOneRingBuffer commands;
    private final CommandTable table;
    private final TimeoutWheel wheel;
    private final SlotQueue waiting;
    private final HsmFleet fleet;
    private final List<QueuedClient> clients = new CopyOnWriteArrayList<>();
    private final MessageHandler taker = this::onCommand;
    private final TimeoutWheel.Sink expirer = this::onTimeout;
    private final HsmAnswer answer = new HsmAnswer();
    private final UnsafeBuffer nothing = new UnsafeBuffer(0, 0);
    private final SplittableRandom random = new SplittableRandom();
    private final AtomicBoolean isWoken = new AtomicBoolean();
    private final Runnable drainTask = () -> run(this::drain);
    private volatile boolean isClosed;

    /**
     * @param executor runs tasks on the event loop
     * @param connector starts a connection for a link
     * @param ports what the pool tells its owner
     */
    HsmLoop(
            HsmPoolConfig config,
            HsmCounters counters,
            HsmPool.Ports ports,
            Executor executor,
            Consumer<HsmLink> connector) {
        this.config = config;
        this.counters = counters;
        this.operatorLog = ports.operatorLog();
        this.fatal = ports.fatal();
        this.executor = executor;
        this.connector = connector;
        this.commands =
                QueuedClient.ring(
                        config.maxPending(),
                        QueuedClient.COMMAND_OFFSET + config.maxRequestLength());
        this.table = new CommandTable(config.maxPending(), config.maxRequestLength());
        this.wheel = new TimeoutWheel(config.maxPending(), nowMs());
        this.waiting = new SlotQueue(config.maxPending());
        this.fleet = new HsmFleet(config, this, counters);
    }

    /** Milliseconds of a clock that only goes forward. */
    static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }

    ManyToOneRingBuffer commands() {
        return commands;
    }

    boolean isClosed() {
        return isClosed;
    }

    HsmFleet fleet() {
        return fleet;
    }

    CommandTable table() {
        return table;
    }

    QueuedClient newClient(int limit, Runnable onCompletions) {
        synchronized (clients) {
            final QueuedClient client =
                    new QueuedClient(clients.size(), limit, config, this, onCompletions);
            clients.add(client);
            return client;
        }
    }

    /** Makes the event loop look at the commands; from any thread. */
    void wake() {
        if (isWoken.compareAndSet(false, true) && !isClosed) {
            executor.execute(drainTask);
        }
    }

    /** Runs a task that can only fail by a bug. */
    void run(Runnable task) {
        try {
            task.run();
        } catch (final Throwable cause) {
            onBug(cause);
        }
    }

    /** Netty would log it and go on. */
    void onBug(Throwable cause) {
        fatal.accept(cause);
    }

    /**
     * Reads what was written before {@link #wake} found the flag set: the flag falls first, so a
     * command is either in the ring by now or its wake-up queues this task again.
     */
    private void drain() {
        isWoken.set(false);
        takeCommands();
        endBatch();
    }

    /** A read ends where the ring's memory does, with commands left at its start. */
    private void takeCommands() {
        do {
            commands.read(taker);
        } while (commands.size() > 0);
    }

    /** Sends what was written and tells callers what has completed. */
    void endBatch() {
        fleet.flush();
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).signal();
        }
    }

    /** Does what time asks for. A command that nobody flushed gets its deadline here. */
    void tick() {
        final long nowMs = nowMs();
        takeCommands();
        wheel.poll(nowMs, expirer);
        fleet.tick(nowMs);
        serveWaiting();
        endBatch();
    }

    private void onCommand(int type, MutableDirectBuffer buffer, int offset, int length) {
        final int client = type - 1;
        final long correlationId = buffer.getLong(offset + QueuedClient.CORRELATION_OFFSET);
        final int slot =
                table.claim(
                        buffer,
                        offset + QueuedClient.COMMAND_OFFSET,
                        length - QueuedClient.COMMAND_OFFSET);
        if (slot == CommandTable.FULL) {
            counters.refusedFull.increment();
            clients.get(client).complete(correlationId, HsmResult.QUEUE_FULL, nothing, 0, 0);
            return;
        }
        table.describe(
                slot,
                client,
                correlationId,
                buffer.getLong(offset + QueuedClient.DEADLINE_OFFSET),
                buffer.getInt(offset + QueuedClient.REPEATABLE_OFFSET) == 1);
        if (isClosed) {
            complete(slot, HsmResult.CLOSED, nothing, 0, 0);
        } else if (waiting.isEmpty()) {
            dispatch(slot, HsmResult.UNAVAILABLE);
        } else {
            enqueue(slot); // Others were here before.
        }
    }

    /**
     * Sends a command, or lets it wait for room.
     *
     * @param failure result when there is nowhere to send it
     */
    private void dispatch(int slot, HsmResult failure) {
        final HsmLink link = fleet.choose(slot);
        if (link != null) {
            send(slot, link);
        } else if (fleet.hasUsable(slot)) {
            enqueue(slot);
        } else {
            if (failure == HsmResult.UNAVAILABLE) {
                counters.unavailable.increment();
            }
            complete(slot, failure, nothing, 0, 0);
        }
    }

    private void enqueue(int slot) {
        waiting.add(slot);
        wheel.schedule(slot, table.deadlineMs(slot));
    }

    private void send(int slot, HsmLink link) {
        final long id = link.write(slot, table.bytes(), table.offset(slot), table.length(slot));
        table.sendOver(slot, link, id);
        counters.sent.increment();
        if (table.attempts(slot) > 1) {
            counters.repeated.increment();
        }
        final long deadlineMs = table.deadlineMs(slot);
        wheel.schedule(
                slot,
                table.isRepeatable(slot)
                        ? Math.min(deadlineMs, nowMs() + config.timers().attemptMs())
                        : deadlineMs);
    }

    private void onTimeout(int slot) {
        final HsmLink link = table.link(slot);
        if (link == null) { // Still waiting for room.
            waiting.remove(slot);
            counters.refusedFull.increment();
            complete(slot, HsmResult.QUEUE_FULL, nothing, 0, 0);
            return;
        }
        final HsmEndpoint endpoint = link.endpoint();
        if (nowMs() < table.deadlineMs(slot) && !fleet.hasOther(slot, endpoint)) {
            wheel.schedule(slot, table.deadlineMs(slot)); // Nobody else to ask: go on waiting.
            return;
        }
        counters.timedOut.increment();
        final boolean isLinkSilent = link.giveUp(table.wireId(slot));
        table.takeBack(slot);
        table.markTried(slot, endpoint.index());
        repeat(slot, HsmResult.TIMED_OUT);
        if (endpoint.noteTimeout(config.timers().timeoutsToOpen())) {
            endpoint.takeOut();
        } else if (isLinkSilent) {
            link.takeOut();
        }
    }

    /** The connection that a command was under way on has ended: another HSM is asked first. */
    void onLost(int slot, HsmLink link) {
        wheel.cancel(slot);
        table.takeBack(slot);
        if (!link.endpoint().isUsable() || fleet.hasOther(slot, link.endpoint())) {
            table.markTried(slot, link.endpoint().index());
        }
        repeat(slot, isClosed ? HsmResult.CLOSED : HsmResult.CONNECTION_LOST);
    }

    /** Sends a command again where that is harmless, or completes it. */
    private void repeat(int slot, HsmResult failure) {
        if (canRepeat(slot)) {
            dispatch(slot, failure);
        } else {
            complete(slot, failure, nothing, 0, 0);
        }
    }

    private boolean canRepeat(int slot) {
        return table.isRepeatable(slot)
                && !isClosed
                && table.attempts(slot) <= fleet.size()
                && nowMs() < table.deadlineMs(slot);
    }

    /** An answer came that belongs to a command. */
    void onAnswer(int slot, HsmLink link, DirectBuffer buffer, int offset, int length) {
        wheel.cancel(slot);
        table.takeBack(slot);
        answer.wrap(buffer, offset, length);
        final boolean isOther = answer.responseCode() != table.expectedResponse(slot);
        final boolean isFault = !isOther && isFault(answer.errorCode());
        link.endpoint().noteAnswer(isFault || isOther);
        if (isOther) {
            counters.malformed.increment();
        } else if (isFault) {
            counters.deviceFaults.increment();
        }
        if (isOther || isFault) {
            table.markTried(slot, link.endpoint().index());
        }
        if ((isOther || isFault) && canRepeat(slot) && fleet.hasUsable(slot)) {
            dispatch(slot, HsmResult.MALFORMED_ANSWER);
        } else if (isOther) {
            complete(slot, HsmResult.MALFORMED_ANSWER, nothing, 0, 0);
        } else {
            counters.answered.increment();
            complete(slot, HsmResult.OK, buffer, offset, length);
        }
        fleet.takeOutFaulty(link.endpoint());
        serveWaiting();
    }

    /** Errors of the device itself, which another one may not have. */
    private static boolean isFault(int errorCode) {
        return errorCode == USER_STORAGE_EMPTY
                || HsmResult.ofDevice(errorCode) == HsmResult.DEVICE_FAULT;
    }

    /** A connection has become usable. */
    void onReady(HsmLink link) {
        log(link.endpoint(), "a connection is usable");
        serveWaiting();
    }

    private void serveWaiting() {
        while (!waiting.isEmpty()) {
            final int slot = waiting.first();
            final HsmLink link = fleet.choose(slot);
            if (link == null && fleet.hasUsable(slot)) {
                return;
            }
            waiting.remove(slot);
            if (link == null) {
                dispatch(slot, HsmResult.UNAVAILABLE);
            } else {
                send(slot, link);
            }
        }
    }

    private void complete(int slot, HsmResult result, DirectBuffer buffer, int offset, int length) {
        wheel.cancel(slot);
        final QueuedClient client = clients.get(table.client(slot));
        final long correlationId = table.correlationId(slot);
        table.release(slot);
        client.complete(correlationId, result, buffer, offset, length);
    }

    void connect(HsmLink link) {
        connector.accept(link);
    }

    /** A little more or less, so that connections do not all come back at once. */
    long jitter(int milliseconds) {
        return milliseconds / 2 + random.nextInt(milliseconds / 2 + 1);
    }

    void log(HsmEndpoint endpoint, String what) {
        operatorLog.accept("HSM " + endpoint.config().name() + ": " + what);
    }

    /** Completes everything with {@link HsmResult#CLOSED} and closes all connections. */
    void shutDown() {
        isClosed = true;
        takeCommands();
        while (!waiting.isEmpty()) {
            final int slot = waiting.first();
            waiting.remove(slot);
            complete(slot, HsmResult.CLOSED, nothing, 0, 0);
        }
        fleet.shutDown();
        endBatch();
    }
}
