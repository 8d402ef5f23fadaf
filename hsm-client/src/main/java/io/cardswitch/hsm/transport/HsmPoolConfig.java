package io.cardswitch.hsm.transport;

import java.util.List;

/**
 * A pool of HSMs that hold the same LMK.
 *
 * @param endpoints the HSMs
 * @param headerLength characters of the message header as the HSMs are configured, 4 to 12
 * @param maxPending commands taken over and not completed, of all clients
 * @param maxInFlight commands under way on one connection; a power of two
 * @param maxRequestLength longest command, header excluded
 * @param maxAnswerLength longest answer, header excluded
 * @param timers intervals
 */
public record HsmPoolConfig(
        List<HsmEndpointConfig> endpoints,
        int headerLength,
        int maxPending,
        int maxInFlight,
        int maxRequestLength,
        int maxAnswerLength,
        Timers timers) {
    /** No more HSMs in a pool. */
    public static final int MAX_ENDPOINTS = 32;

    private static final int MIN_HEADER_LENGTH = 4;
    private static final int MAX_HEADER_LENGTH = 12;
    private static final int MAX_IN_FLIGHT = 4_096;
    private static final int MIN_MESSAGE_LENGTH = 64;
    private static final int MAX_MESSAGE_LENGTH = 32_768;

    /**
     * Intervals of a pool, in milliseconds.
     *
     * @param attemptMs after so long another HSM is asked, when the command may be repeated
     * @param connectMs from connecting to the first answer
     * @param healthMs between two {@code NC} on a connection
     * @param backoffMs before the first reconnect; doubles each time
     * @param maxBackoffMs before any reconnect
     * @param timeoutsToOpen silent commands in a row that take an HSM or a connection out
     */
    public record Timers(
            int attemptMs,
            int connectMs,
            int healthMs,
            int backoffMs,
            int maxBackoffMs,
            int timeoutsToOpen) {
        /** What fits HSMs in the same data centre. */
        public static final Timers USUAL = new Timers(250, 2_000, 1_000, 100, 10_000, 3);

        /** Checks the limits. */
        public Timers {
            if (attemptMs < 1
                    || connectMs < 1
                    || healthMs < 1
                    || backoffMs < 1
                    || maxBackoffMs < backoffMs
                    || timeoutsToOpen < 1) {
                throw new IllegalArgumentException("timers of an HSM pool must be positive");
            }
        }
    }

    /** Checks the limits. */
    public HsmPoolConfig {
        endpoints = List.copyOf(endpoints);
        require(!endpoints.isEmpty() && endpoints.size() <= MAX_ENDPOINTS, "1 to 32 HSMs");
        require(
                headerLength >= MIN_HEADER_LENGTH && headerLength <= MAX_HEADER_LENGTH,
                "a header of 4 to 12 characters");
        require(maxPending > 0, "room for a command");
        require(
                maxInFlight > 0
                        && maxInFlight <= MAX_IN_FLIGHT
                        && Integer.bitCount(maxInFlight) == 1,
                "commands in flight: a power of two up to 4096");
        require(isMessageLength(maxRequestLength), "requests of 64 to 32768 bytes");
        require(isMessageLength(maxAnswerLength), "answers of 64 to 32768 bytes");
    }

    private static boolean isMessageLength(int length) {
        return length >= MIN_MESSAGE_LENGTH && length <= MAX_MESSAGE_LENGTH;
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalArgumentException("an HSM pool needs " + what);
        }
    }

    /** Bytes in front of a command: length and header. */
    int prefixLength() {
        return Short.BYTES + headerLength;
    }
}
