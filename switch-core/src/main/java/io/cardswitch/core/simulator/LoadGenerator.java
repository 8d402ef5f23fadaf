package io.cardswitch.core.simulator;

import io.cardswitch.core.simulator.request.LoadMix;
import io.cardswitch.core.simulator.request.RequestClock;
import io.cardswitch.core.simulator.request.RequestFrames;
import io.cardswitch.core.simulator.request.RequestSource;
import io.cardswitch.core.simulator.request.ResponseCodes;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Sends requests over many connections from one thread and checks every answer: the right MTI, DE11
 * and DE37 of a request in flight, and a DE39 that is expected. Allocates nothing while it runs.
 *
 * <p>Closed loop: each connection keeps its window full. Open loop: requests have a schedule, and a
 * latency counts from the time a request should have left, so a switch that stalls cannot hide it.
 */
public final class LoadGenerator implements Runnable {
    private static final long MS = 1_000_000;
    private static final long SPIN_BELOW_NS = 100_000;
    private static final long SELECT_MS = 1;

    private final LoadConfig config;
    private final LoadCounters counters = new LoadCounters();
    private final RequestClock clock = new RequestClock();
    private final LoadSession[] sessions;
    private final Selector selector;
    private volatile boolean stopped;
    private volatile String failure;
    private volatile long measureStartNs;
    private volatile long measureEndNs;
    private volatile long receivedInTime;
    private final Histogram total = new Histogram(LoadCounters.LONGEST_NS, 3);
    private final Consumer<SelectionKey> poll = key -> ((LoadSession) key.attachment()).poll();
    private final Consumer<SelectionKey> pollAndRefill;
    private Histogram interval;
    private int next;

    /**
     * Encodes all frames and opens all connections.
     *
     * @param tape receives every request and answer; null for none
     * @throws IOException when a connection is refused
     */
    public LoadGenerator(LoadConfig config, LoadMix mix, AuditTape tape) throws IOException {
        this.config = config;
        final RequestFrames frames =
                new RequestFrames(config.dialect(), config.framing(), config.header(), mix);
        final boolean[] expected = ResponseCodes.members(mix.expected());
        final SplittableRandom random = new SplittableRandom();
        final String run = letters(random.nextInt(36 * 36 * 36 * 36), 4);
        pollAndRefill =
                key -> {
                    final LoadSession session = (LoadSession) key.attachment();
                    session.poll();
                    refill(session);
                };
        sessions = new LoadSession[config.connections()];
        selector = Selector.open();
        try {
            for (int i = 0; i < sessions.length; i++) {
                final byte[] terminal =
                        ("L" + run + letters(i, 3)).getBytes(StandardCharsets.US_ASCII);
                final RequestSource source =
                        new RequestSource(frames, mix, clock, terminal, random.nextLong());
                sessions[i] = new LoadSession(i, config, source, counters, tape, expected);
                sessions[i].connect(selector);
            }
        } catch (final IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Warms up, sends for the configured time or until stopped, waits for the last answers. */
    @Override
    public void run() {
        try {
            final long start = System.nanoTime();
            measureStartNs = start;
            if (config.warmUpMs() > 0) {
                send(start, start + config.warmUpMs() * MS);
                restartFigures();
                measureStartNs = System.nanoTime();
            }
            send(measureStartNs, end(measureStartNs));
            receivedInTime = counters.received.get();
            measureEndNs = System.nanoTime();
            drain(measureEndNs + LoadConfig.DRAIN_MS * MS);
        } catch (final UncheckedIOException e) {
            failure = e.getMessage();
        } finally {
            close();
        }
    }

    /** Why {@link #run} ended before its time, in words; null when it did not. */
    public String failure() {
        return failure;
    }

    /** Makes {@link #run} come to its end; any thread. */
    public void stop() {
        stopped = true;
        selector.wakeup();
    }

    /** Whether {@link #stop} was called. */
    public boolean isStopped() {
        return stopped;
    }

    /** The figures so far; any thread. */
    public LoadReport report() {
        synchronized (total) {
            interval = counters.latency.getIntervalHistogram(interval);
            total.add(interval);
            final long start = measureStartNs;
            final long end = measureEndNs == 0 ? System.nanoTime() : measureEndNs;
            final double seconds = start == 0 ? 0 : (end - start) / 1e9;
            final long inTime = measureEndNs == 0 ? counters.received.get() : receivedInTime;
            return new LoadReport(
                    seconds,
                    counters.sent.get(),
                    counters.received.get(),
                    seconds > 0 ? inTime / seconds : 0,
                    counters.approved.get(),
                    ResponseCodes.counts(counters.byCode),
                    counters.unexpected.get(),
                    counters.mismatched.get(),
                    counters.unanswered.get(),
                    counters.resets.get(),
                    total.copy());
        }
    }

    private void restartFigures() {
        synchronized (total) {
            counters.restart();
            total.reset();
        }
    }

    private long end(long startNs) {
        return config.durationMs() == 0
                ? startNs + Long.MAX_VALUE / 2
                : startNs + config.durationMs() * MS;
    }

    private void send(long startNs, long endNs) {
        if (config.isOpenLoop()) {
            sendOnSchedule(startNs, endNs);
        } else {
            sendWhatFits(endNs);
        }
    }

    private void sendWhatFits(long endNs) {
        for (final LoadSession session : sessions) {
            refill(session);
        }
        while (!stopped && System.nanoTime() - endNs < 0) {
            clock.tick();
            select(pollAndRefill, SELECT_MS);
            reopenLost();
        }
    }

    private void sendOnSchedule(long startNs, long endNs) {
        final double periodNs = 1e9 / config.requestsPerSecond();
        long sequence = 0;
        long nowNs = System.nanoTime();
        while (!stopped && nowNs - endNs < 0) {
            clock.tick();
            final long due = due(nowNs - startNs, periodNs);
            final long before = sequence;
            sequence = sendDue(startNs, sequence, due, periodNs);
            final boolean idle = select(poll, 0) == 0 && sequence == before;
            reopenLost();
            if (idle && !config.spin()) {
                pause(startNs + (long) (sequence * periodNs) - System.nanoTime());
            }
            nowNs = System.nanoTime();
        }
        if (!stopped) { // What became due while the thread waited for the end.
            sendDue(startNs, sequence, due(endNs - startNs - 1, periodNs), periodNs);
        }
    }

    /** Requests that should have left by then: the first at once, one more after each period. */
    private static long due(long elapsedNs, double periodNs) {
        return (long) (elapsedNs / periodNs) + 1;
    }

    /** All that is due at once goes over one connection, so that it is one write. */
    private long sendDue(long startNs, long sequence, long due, double periodNs) {
        long at = sequence;
        for (int tried = 0; at < due && tried < sessions.length; tried++) {
            final LoadSession session = sessions[next];
            next = next + 1 == sessions.length ? 0 : next + 1;
            if (session.isOpen()) {
                while (at < due && session.offer(startNs + (long) (at * periodNs))) {
                    at++;
                }
                session.flush();
            }
        }
        return at;
    }

    private void pause(long untilNextNs) {
        if (untilNextNs > 2 * SELECT_MS * MS) {
            select(poll, SELECT_MS);
        } else if (untilNextNs > SPIN_BELOW_NS) {
            LockSupport.parkNanos(SPIN_BELOW_NS / 2);
        }
    }

    private void drain(long untilNs) {
        while (isWaiting() && System.nanoTime() - untilNs < 0) {
            select(poll, SELECT_MS);
        }
    }

    private boolean isWaiting() {
        for (final LoadSession session : sessions) {
            if (session.isOpen() && session.inFlightCount() > 0) {
                return true;
            }
        }
        return false;
    }

    private int select(Consumer<SelectionKey> action, long timeoutMs) {
        try {
            return timeoutMs == 0 ? selector.selectNow(action) : selector.select(action, timeoutMs);
        } catch (final IOException e) {
            throw new UncheckedIOException("connections cannot be polled", e);
        }
    }

    private void reopenLost() {
        for (final LoadSession session : sessions) {
            if (!session.isOpen() && session.reopen(selector, System.nanoTime())) {
                refill(session);
            }
        }
    }

    private void refill(LoadSession session) {
        if (!config.isOpenLoop()) {
            session.fill(System.nanoTime());
            session.flush();
        }
    }

    private void close() {
        for (final LoadSession session : sessions) {
            if (session != null) {
                session.close();
            }
        }
        try {
            selector.close();
        } catch (final IOException e) {
            throw new UncheckedIOException("connections cannot be closed", e);
        }
    }

    private static String letters(int value, int length) {
        final String text = Integer.toString(value, 36).toUpperCase(Locale.ROOT);
        return "0".repeat(length - text.length()) + text;
    }
}
