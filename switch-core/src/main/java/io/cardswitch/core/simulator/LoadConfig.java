package io.cardswitch.core.simulator;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.Framing;
import io.cardswitch.iso8583.framing.MessageHeader;

/**
 * What a load generator does.
 *
 * @param host name or address of the switch
 * @param port its listener
 * @param dialect of the link
 * @param framing of the link
 * @param header in front of each message
 * @param connections sockets, at least 1
 * @param window most requests in flight on one connection
 * @param requestsPerSecond schedule of the open loop over all connections; 0 = closed loop, as fast
 *     as answers come
 * @param warmUpMs time before the figures start
 * @param durationMs time the figures cover; 0 = until stopped
 * @param spin whether to burn the thread between two sends, for latency figures to the microsecond
 * @param echo the peer sends every request back as it is, and that is the right answer
 */
public record LoadConfig(
        String host,
        int port,
        MessageSpec dialect,
        Framing framing,
        MessageHeader header,
        int connections,
        int window,
        int requestsPerSecond,
        long warmUpMs,
        long durationMs,
        boolean spin,
        boolean echo) {
    /** Most connections of one generator. */
    public static final int MAXIMUM_CONNECTIONS = 4096;

    /** Most requests in flight on one connection. */
    public static final int MAXIMUM_WINDOW = 65_536;

    /** How long the last answers are waited for after the last request. */
    static final long DRAIN_MS = 2_000;

    /** Pause between two attempts to open a lost connection again. */
    static final long RECONNECT_MS = 500;

    /** Refuses numbers out of bounds. */
    public LoadConfig {
        within("connections", connections, 1, MAXIMUM_CONNECTIONS);
        within("window", window, 1, MAXIMUM_WINDOW);
        within("requests per second", requestsPerSecond, 0, 100_000_000);
        within("warm-up", warmUpMs, 0, Integer.MAX_VALUE);
        within("duration", durationMs, 0, Integer.MAX_VALUE);
    }

    /** The framing that links of a dialect use where nothing else is said. */
    public static Framing usualFraming(MessageSpec dialect) {
        return dialect.name().contains("ascii") ? Framing.ASC4 : Framing.BIN2;
    }

    /** Open loop: a schedule, and latency from the time a request should have left. */
    public boolean isOpenLoop() {
        return requestsPerSecond > 0;
    }

    /** The same for another time. */
    public LoadConfig withDuration(long milliseconds) {
        return new LoadConfig(
                host,
                port,
                dialect,
                framing,
                header,
                connections,
                window,
                requestsPerSecond,
                warmUpMs,
                milliseconds,
                spin,
                echo);
    }

    private static void within(String name, long value, long lowest, long highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(
                    name + " " + value + " is not within " + lowest + ".." + highest);
        }
    }
}
