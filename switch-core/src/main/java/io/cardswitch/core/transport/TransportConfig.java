package io.cardswitch.core.transport;

import java.util.List;

/**
 * Event loops and listeners.
 *
 * @param eventLoops threads that serve sockets; one in the compact layout
 * @param maxInFlightPerLoop requests of one event loop that can wait for their decision
 * @param userTimeoutMs unacknowledged bytes older than this end a connection (Linux only)
 * @param listeners listening sockets
 */
public record TransportConfig(
        int eventLoops, int maxInFlightPerLoop, int userTimeoutMs, List<ListenerConfig> listeners) {
    /** Checks the limits. */
    public TransportConfig {
        listeners = List.copyOf(listeners);
        if (eventLoops < 1 || maxInFlightPerLoop < 1 || userTimeoutMs < 1) {
            throw new IllegalArgumentException("transport limits must be positive");
        }
    }
}
