package io.cardswitch.core.config;

/**
 * Limits of links and event loops, from the limits of switch.yaml.
 *
 * @param inFlight requests one event loop keeps
 * @param inFlightReserved of them only for reversals
 * @param cardCache tokens one event loop remembers, a power of two
 * @param frameBytes longest message
 * @param connections open sockets of a listener
 * @param connectionsPerAddress of them from one address
 * @param pendingBytes answers waiting for a client that does not read
 * @param malformedInRow unreadable messages after which a socket is closed
 * @param idleMs silence after which a socket is closed, 0 for never
 * @param frameMs time a started frame or a TLS handshake may take
 * @param userTimeoutMs age of unacknowledged bytes that ends a connection
 */
record LimitsConfig(
        int inFlight,
        int inFlightReserved,
        int cardCache,
        int frameBytes,
        int connections,
        int connectionsPerAddress,
        int pendingBytes,
        int malformedInRow,
        int idleMs,
        int frameMs,
        int userTimeoutMs) {}
