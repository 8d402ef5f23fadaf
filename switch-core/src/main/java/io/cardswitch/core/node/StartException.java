package io.cardswitch.core.node;

/** A node cannot start. The message is for the operator. */
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** One of {@link ExitCode}. */
    private final int exitCode;

    StartException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** How the process should end. */
    public int exitCode() {
        return exitCode;
    }
}
