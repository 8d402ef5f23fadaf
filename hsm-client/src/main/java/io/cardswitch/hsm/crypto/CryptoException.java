package io.cardswitch.hsm.crypto;

/**
 * An input that the rule of its standard refuses. Carries the cause alone: no value, no stack
 * trace, so it is cheap and cannot leak.
 */
public final class CryptoException extends Exception {
    private static final long serialVersionUID = 1L;

    private final CryptoError error;

    /** Refuses for this cause. */
    public CryptoException(CryptoError error) {
        super(error.code(), null, false, false);
        this.error = error;
    }

    /** The cause. */
    public CryptoError error() {
        return error;
    }
}
