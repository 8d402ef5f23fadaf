package io.cardswitch.core.command;

/** Bits of the {@code flags} byte of a request command. */
public final class RequestFlags {
    /** DE90 named the original; without it the keys come from the reversal's own elements. */
    public static final int ORIGINAL_NAMED = 1 << 1;

    private RequestFlags() {}
}
