package io.cardswitch.hsm.transport;

import java.util.concurrent.atomic.AtomicLong;

/** Counts of a pool since it was made. Written by its event loop, read by anybody. */
public final class HsmCounters {
    /** A count that one thread adds to. */
    static final class Counter {
        private final AtomicLong value = new AtomicLong();

        void increment() {
            value.setRelease(value.getPlain() + 1);
        }

        long get() {
            return value.getAcquire();
        }
    }

    final Counter sent = new Counter();
    final Counter answered = new Counter();
    final Counter timedOut = new Counter();
    final Counter repeated = new Counter();
    final Counter late = new Counter();
    final Counter duplicate = new Counter();
    final Counter unknown = new Counter();
    final Counter malformed = new Counter();
    final Counter refusedFull = new Counter();
    final Counter unavailable = new Counter();
    final Counter deviceFaults = new Counter();
    final Counter connected = new Counter();
    final Counter connectFailures = new Counter();
    final Counter lost = new Counter();
    final Counter takenOut = new Counter();
    final Counter probesFailed = new Counter();

    /** Commands written to a connection, repeats included, probes not. */
    public long sent() {
        return sent.get();
    }

    /** Commands whose answer came in time. */
    public long answered() {
        return answered.get();
    }

    /** Attempts that no answer came to in time. */
    public long timedOut() {
        return timedOut.get();
    }

    /** Commands sent again, to another HSM or over another connection. */
    public long repeated() {
        return repeated.get();
    }

    /** Answers that came after their command was given up; dropped. */
    public long late() {
        return late.get();
    }

    /** Answers that came again; dropped. */
    public long duplicate() {
        return duplicate.get();
    }

    /** Answers to no command of this connection; dropped. */
    public long unknown() {
        return unknown.get();
    }

    /** Frames and answers that are not well formed. */
    public long malformed() {
        return malformed.get();
    }

    /** Commands refused because too many were waiting. */
    public long refusedFull() {
        return refusedFull.get();
    }

    /** Commands refused because no HSM was there. */
    public long unavailable() {
        return unavailable.get();
    }

    /** Answers by which a device says that it is in trouble: 12, 13, 41, 42 and the like. */
    public long deviceFaults() {
        return deviceFaults.get();
    }

    /** Connections that became usable. */
    public long connected() {
        return connected.get();
    }

    /** Connections that could not be made, or never answered. */
    public long connectFailures() {
        return connectFailures.get();
    }

    /** Usable connections that ended, for whatever cause. */
    public long lost() {
        return lost.get();
    }

    /** Connections closed because their HSM did not answer or was in trouble. */
    public long takenOut() {
        return takenOut.get();
    }

    /** {@code NC} not answered well. */
    public long probesFailed() {
        return probesFailed.get();
    }
}
