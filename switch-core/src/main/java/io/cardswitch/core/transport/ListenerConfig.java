package io.cardswitch.core.transport;

import io.cardswitch.iso8583.framing.Framing;

import java.util.Optional;

/**
 * One listening socket and the limits of its connections.
 *
 * @param link name of the link, for metrics and operator events
 * @param linkId number of the link at the edge
 * @param host address to bind
 * @param port port to bind, 0 for any free one
 * @param framing how messages are cut
 * @param maxFrameLength longest body in bytes: message, and header where the link has one
 * @param maxConnections connections of this listener at once
 * @param maxConnectionsPerAddress of them, from one client address
 * @param stallTimeoutMs how long a client may leave a frame unfinished, or its answers unread
 * @param idleTimeoutMs without any byte from the client, 0 for never
 * @param maxPendingBytes answers that wait for a client that does not read
 * @param tls TLS of this listener, or empty for plain TCP
 */
public record ListenerConfig(
        String link,
        int linkId,
        String host,
        int port,
        Framing framing,
        int maxFrameLength,
        int maxConnections,
        int maxConnectionsPerAddress,
        long stallTimeoutMs,
        long idleTimeoutMs,
        int maxPendingBytes,
        Optional<TlsConfig> tls) {
    /** No listener takes longer messages. */
    public static final int MAX_FRAME_LENGTH = 16 * 1024;

    /** Checks the limits. */
    public ListenerConfig {
        if (maxFrameLength < 1 || maxFrameLength > MAX_FRAME_LENGTH) {
            throw new IllegalArgumentException(
                    "frame length must be 1 to " + MAX_FRAME_LENGTH + ": " + maxFrameLength);
        }
        if (maxConnections < 1 || maxConnectionsPerAddress < 1) {
            throw new IllegalArgumentException("limits of link " + link + " must be positive");
        }
        if (stallTimeoutMs < 1 || idleTimeoutMs < 0 || maxPendingBytes < 1) {
            throw new IllegalArgumentException("limits of link " + link + " must be positive");
        }
    }

    /** A plain listener on the loopback address with the usual limits. */
    public static ListenerConfig loopback(String link, int linkId, int port, Framing framing) {
        return new ListenerConfig(
                link,
                linkId,
                "127.0.0.1",
                port,
                framing,
                4096,
                1024,
                1024,
                10_000,
                0,
                1 << 20,
                Optional.empty());
    }
}
