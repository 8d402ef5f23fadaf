package io.cardswitch.core.simulator;

import io.cardswitch.core.simulator.request.AnswerShapes;
import io.cardswitch.core.simulator.request.InFlight;
import io.cardswitch.core.simulator.request.RequestSource;
import io.cardswitch.core.simulator.request.ResponseCodes;
import io.cardswitch.core.simulator.request.TransactionKind;
import io.cardswitch.iso8583.framing.FrameError;
import io.cardswitch.iso8583.framing.FrameReader;
import io.cardswitch.iso8583.framing.MessageHeader;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * One connection of the generator: what it has in flight, and its bytes on the way in and out. Used
 * by the generator's thread only; allocates nothing while it runs.
 */
final class LoadSession implements FrameReader.Sink {
    private static final int CONNECT_MS = 2_000;
    private static final int RECEIVE_BYTES = 1 << 18;
    private static final int MOST_BODY_BYTES = RECEIVE_BYTES / 2;
    private static final int MOST_SEND_BYTES = 1 << 20;

    private final int number;
    private final LoadConfig config;
    private final RequestSource source;
    private final LoadCounters counters;
    private final AuditTape tape;
    private final AnswerShapes shapes;
    private final boolean[] expected;
    private final InFlight inFlight;
    private final ByteBuffer sendBytes;
    private final ByteBuffer receiveBytes = ByteBuffer.allocateDirect(RECEIVE_BYTES);
    private final UnsafeBuffer send;
    private final UnsafeBuffer receive = new UnsafeBuffer(receiveBytes);
    private final int longestFrame;
    private FrameReader reader;
    private SocketChannel channel;
    private SelectionKey key;
    private int sendEnd;
    private int receiveEnd;
    private long nextAttemptNs;
    private long receivedNs;
    private int answers;

    /**
     * A connection, not open yet.
     *
     * @param tape null for none
     * @param expected by index of {@link ResponseCodes}
     */
    LoadSession(
            int number,
            LoadConfig config,
            RequestSource source,
            LoadCounters counters,
            AuditTape tape,
            boolean[] expected) {
        this.number = number;
        this.config = config;
        this.source = source;
        this.counters = counters;
        this.tape = tape;
        this.expected = expected;
        shapes = new AnswerShapes(config.dialect());
        inFlight = new InFlight(config.window());
        longestFrame = source.longestFrame();
        final int windowBytes = Math.min(MOST_SEND_BYTES, config.window() * longestFrame);
        sendBytes = ByteBuffer.allocateDirect(Math.max(windowBytes, longestFrame));
        send = new UnsafeBuffer(sendBytes);
    }

    /** Opens the connection and waits for it. */
    void connect(Selector selector) throws IOException {
        final InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException("unknown host");
        }
        final SocketChannel opened = SocketChannel.open();
        try {
            opened.socket().connect(address, CONNECT_MS);
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            opened.configureBlocking(false);
            key = opened.register(selector, SelectionKey.OP_READ, this);
        } catch (final IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
        channel = opened;
        reader = new FrameReader(config.framing(), MOST_BODY_BYTES);
        sendEnd = 0;
        receiveEnd = 0;
    }

    /** Whether the connection stands. */
    boolean isOpen() {
        return channel != null;
    }

    /** Tries to open a lost connection again, now and then; tells whether it stands. */
    boolean reopen(Selector selector, long nowNs) {
        if (nowNs - nextAttemptNs < 0) {
            return false;
        }
        try {
            connect(selector);
            return true;
        } catch (final IOException e) {
            nextAttemptNs = nowNs + LoadConfig.RECONNECT_MS * 1_000_000;
            return false;
        }
    }

    /** Requests without an answer so far. */
    int inFlightCount() {
        return inFlight.count();
    }

    /**
     * Composes one request into the bytes to send.
     *
     * @param intendedNs when it should leave, on the clock of {@code System.nanoTime}
     * @return false when there is no connection, or no room in the window or the bytes to send
     */
    boolean offer(long intendedNs) {
        if (!isOpen() || inFlight.isFull() || send.capacity() - sendEnd < longestFrame) {
            return false;
        }
        final int length = source.next(send, sendEnd, inFlight, intendedNs);
        if (tape != null) {
            tape.request(number, source.last(), source.terminal());
        }
        sendEnd += length;
        counters.sent.increment();
        return true;
    }

    /** Composes as many requests as the window takes. */
    void fill(long nowNs) {
        while (offer(nowNs)) {
            // Each turn takes a place of the window.
        }
    }

    /** Hands the composed bytes to the socket; what it does not take stays for the next time. */
    void flush() {
        if (sendEnd == 0 || channel == null) {
            return;
        }
        try {
            if (tape != null) {
                tape.flush();
            }
            sendBytes.limit(sendEnd).position(0);
            channel.write(sendBytes);
            final int rest = sendBytes.remaining();
            if (rest > 0) {
                send.putBytes(0, send, sendEnd - rest, rest);
            }
            sendEnd = rest;
            final int interest =
                    rest > 0 ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
            if (key.interestOps() != interest) {
                key.interestOps(interest);
            }
        } catch (final IOException e) {
            lost();
        }
    }

    /** Takes the answers that have come; returns how many. */
    int poll() {
        if (channel == null) {
            return 0;
        }
        try {
            receiveBytes.limit(RECEIVE_BYTES).position(receiveEnd);
            final int read = channel.read(receiveBytes);
            if (read < 0) {
                lost();
                return 0;
            }
            if (read == 0) {
                return 0;
            }
            receiveEnd += read;
        } catch (final IOException e) {
            lost();
            return 0;
        }
        final int answers = takeFrames(System.nanoTime());
        if (tape != null) {
            tape.flush();
        }
        return answers;
    }

    /** Closes the socket and counts what is left without an answer. */
    void close() {
        counters.unanswered.add(inFlight.clear());
        if (channel != null) {
            try {
                channel.close();
            } catch (final IOException e) {
                counters.resets.increment();
            }
            channel = null;
        }
    }

    private int takeFrames(long nowNs) {
        receivedNs = nowNs;
        answers = 0;
        final int end = reader.read(receive, 0, receiveEnd, this);
        if (end > 0) {
            receive.putBytes(0, receive, end, receiveEnd - end);
            receiveEnd -= end;
        }
        return answers;
    }

    @Override
    public boolean onBody(DirectBuffer buffer, int offset, int length) {
        final MessageHeader header = config.header();
        final int headerLength = header.length(buffer, offset, length);
        if (headerLength == MessageHeader.UNREADABLE
                || !header.isWhole(buffer, offset, length)
                || header.isReject(buffer, offset)) {
            counters.mismatched.increment();
        } else {
            onAnswer(offset + headerLength, length - headerLength, receivedNs);
        }
        answers++;
        return true;
    }

    @Override
    public boolean onControl(DirectBuffer buffer, int offset, int length) {
        return true; // A sign of life.
    }

    @Override
    public void onBroken(FrameError error) {
        counters.mismatched.increment();
        lost();
    }

    private void onAnswer(int offset, int length, long nowNs) {
        final AnswerShapes.Shape shape = shapes.of(receive, offset, length);
        if (shape == null) {
            counters.mismatched.increment();
            return;
        }
        final int stan = shape.stan(receive, offset);
        final int slot = inFlight.find(stan);
        if (slot < 0
                || !isAnswerTo(slot, shape, offset)
                || !source.isSealed(receive, offset, shape)) {
            counters.mismatched.increment();
            return;
        }
        final int code = shape.responseCode(receive, offset);
        counters.latency(nowNs - inFlight.intendedNs(slot));
        counters.answered(code);
        if (!config.echo() && !expected[code]) {
            counters.unexpected.increment();
        }
        if (tape != null) {
            tape.answer(number, receive, offset, shape);
        }
        if (code == ResponseCodes.APPROVED || code == ResponseCodes.APPROVED_PARTIAL) {
            counters.approved.increment();
            source.approved(inFlight, slot);
        }
        inFlight.release(slot);
    }

    private boolean isAnswerTo(int slot, AnswerShapes.Shape shape, int offset) {
        final int mti = inFlight.mti(slot);
        final int answerMti = config.echo() ? mti : TransactionKind.answerMti(mti);
        return shape.mti() == answerMti && shape.rrn(receive, offset) == inFlight.rrn(slot);
    }

    private void lost() {
        counters.resets.increment();
        close();
        nextAttemptNs = System.nanoTime() + LoadConfig.RECONNECT_MS * 1_000_000;
    }
}
