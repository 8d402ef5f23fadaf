package io.cardswitch.core.transport;

/** A listener cannot be opened. The message is for the operator. */
public final class TransportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure in the operator's words. */
    public TransportException(String message) {
        super(message);
    }

    /** A failure and what caused it. */
    public TransportException(String message, Throwable cause) {
        super(message, cause);
    }
}
