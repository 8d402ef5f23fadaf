package io.cardswitch.core.transport;

import io.cardswitch.iso8583.framing.FrameError;

/** Why a connection ended or was refused; the label stands in metrics and operator events. */
enum CloseReason {
    PEER("peer", "the peer closed or reset the connection"),
    SHUTDOWN("shutdown", "this switch shuts down"),
    TOO_MANY("connections", "the listener's limit of connections is reached"),
    TOO_MANY_FROM_ADDRESS("address_connections", "too many connections from one address"),
    FRAME_TOO_LONG("frame_too_long", "a frame is longer than the limit"),
    LENGTH_UNREADABLE("length_unreadable", "a frame's length is not a number"),
    TRAILER_MISSING("trailer_missing", "a frame does not end with 03"),
    BAD_MESSAGES("bad_messages", "too many unreadable messages in a row"),
    PARTIAL_FRAME("partial_frame", "a frame was not completed in time"),
    IDLE("idle", "nothing was received for too long"),
    SLOW_READER("slow_reader", "the peer does not read its answers"),
    TLS("tls", "the TLS handshake or a TLS record failed"),
    INTERNAL("internal", "a message could not be handled: please report this");

    private final String label;
    private final String text;

    CloseReason(String label, String text) {
        this.label = label;
        this.text = text;
    }

    /** Of a stream that cannot be cut any more. */
    static CloseReason of(FrameError error) {
        return switch (error) {
            case LENGTH_UNREADABLE -> LENGTH_UNREADABLE;
            case TOO_LONG -> FRAME_TOO_LONG;
            case TRAILER_MISSING -> TRAILER_MISSING;
        };
    }

    /** Value of the metric label. */
    String label() {
        return label;
    }

    /** One clause for the operator. */
    String text() {
        return text;
    }
}
