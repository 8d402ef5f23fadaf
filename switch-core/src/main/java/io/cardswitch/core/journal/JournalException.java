package io.cardswitch.core.journal;

/** The journal cannot keep its promise; the node must stop. The message is for the operator. */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure in the operator's words. */
    public JournalException(String message) {
        super(message);
    }

    /** A failure and what caused it. */
    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
