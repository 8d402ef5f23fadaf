package io.cardswitch.core.config;

/**
 * The bounds of a node, each with its default in {@link NodeReader}.
 *
 * @param accounts rows of the account table
 * @param cards rows of the card table
 * @param holds open authorizations
 * @param duplicateWindow answers remembered for repeats
 * @param ringSlots commands between edge and release, a power of two
 * @param ringReserved of them only for reversals and the node's own
 * @param inFlight requests one event loop keeps, a power of two
 * @param inFlightReserved of them only for reversals
 * @param cardCache tokens one event loop remembers, a power of two
 * @param frameBytes longest message
 * @param connections open sockets of a listener
 * @param connectionsPerAddress of them from one address
 * @param malformedInRow unreadable messages after which a socket is closed
 * @param idleMs silence after which a socket is closed
 * @param frameMs time a started frame may take
 * @param checkpointCommands commands between two checkpoints
 * @param tickMs longest time without a command
 * @param drainMs how long a stop waits for what is in flight
 * @param segmentBytes size of a journal segment, a power of two
 * @param freeBytes free disk below which new requests are refused
 */
public record LimitsConfig(
        int accounts,
        int cards,
        int holds,
        int duplicateWindow,
        int ringSlots,
        int ringReserved,
        int inFlight,
        int inFlightReserved,
        int cardCache,
        int frameBytes,
        int connections,
        int connectionsPerAddress,
        int malformedInRow,
        int idleMs,
        int frameMs,
        int checkpointCommands,
        int tickMs,
        int drainMs,
        long segmentBytes,
        long freeBytes) {}
