package io.cardswitch.core.simulator.request;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Time and reference numbers of one generator, shared by its connections; one thread. */
public final class RequestClock {
    private static final long RRN_MODULUS = 1_000_000_000_000L;

    private long second;
    private long rrn;

    /** Starts at the system's time. */
    public RequestClock() {
        final Instant now = Instant.now();
        second = now.getEpochSecond();
        // A microsecond of the clock each: two runs do not meet unless they overlap.
        rrn = (now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000) % RRN_MODULUS;
    }

    /** Reads the system clock; called once in each round of the generator. */
    public void tick() {
        second = System.currentTimeMillis() / 1000;
    }

    /** Epoch second of the last tick. */
    long second() {
        return second;
    }

    /** DE37 of the next transaction: twelve digits, not used before in this run. */
    long nextRrn() {
        rrn = rrn + 1 == RRN_MODULUS ? 0 : rrn + 1;
        return rrn;
    }

    /** DE7 of an epoch second: MMDDhhmmss in UTC, as a number. */
    static long transmissionTime(long second) {
        final LocalDateTime time = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
        return (time.getMonthValue() * 100L + time.getDayOfMonth()) * 1_000_000L
                + time.getHour() * 10_000L
                + time.getMinute() * 100L
                + time.getSecond();
    }
}
