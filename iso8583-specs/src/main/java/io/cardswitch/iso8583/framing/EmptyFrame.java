package io.cardswitch.iso8583.framing;

/** What a frame without a message means under a framing. */
public enum EmptyFrame {
    /** Nothing: no client that follows the framing sends it. */
    MALFORMED,
    /** A poll: whoever receives it sends the same bytes back. */
    POLL,
    /** A sign of life on a quiet line; nobody answers it. */
    IDLE
}
