package io.cardswitch.core.transport;

import java.net.InetAddress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Open connections of one listener, in all and by client address, and what the operator hears of
 * their ends: one line per cause in a while. Cold path only.
 */
final class ConnectionBook {
    private static final long QUIET_MS = 10_000;

    /** When a cause was last told, and how often it came since. */
    private static final class Cause {
        private long toldMs;
        private long untold;
    }

    private final ListenerConfig config;
    private final Consumer<String> operatorLog;
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private final Map<CloseReason, Cause> causes = new EnumMap<>(CloseReason.class);
    private int connections;

    ConnectionBook(ListenerConfig config, Consumer<String> operatorLog) {
        this.config = config;
        this.operatorLog = operatorLog;
    }

    /** Counts a connection in, or says why not. */
    synchronized Optional<CloseReason> enter(InetAddress address) {
        if (connections >= config.maxConnections()) {
            return Optional.of(CloseReason.TOO_MANY);
        }
        if (byAddress.getOrDefault(address, 0) >= config.maxConnectionsPerAddress()) {
            return Optional.of(CloseReason.TOO_MANY_FROM_ADDRESS);
        }
        byAddress.merge(address, 1, Integer::sum);
        connections++;
        return Optional.empty();
    }

    /** Counts a connection out that came in. */
    synchronized void leave(InetAddress address) {
        byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        connections--;
    }

    synchronized int connections() {
        return connections;
    }

    /** Tells the operator, unless this cause was told a moment ago. */
    synchronized void onClosed(CloseReason reason, Object peer, long nowMs) {
        final Cause cause = causes.computeIfAbsent(reason, key -> new Cause());
        if (cause.toldMs != 0 && nowMs - cause.toldMs < QUIET_MS) {
            cause.untold++;
            return;
        }
        final String more = cause.untold == 0 ? "" : " (and " + cause.untold + " more like this)";
        operatorLog.accept(
                "link "
                        + config.link()
                        + ": connection of "
                        + peer
                        + " closed: "
                        + reason.text()
                        + more);
        cause.toldMs = nowMs;
        cause.untold = 0;
    }
}
