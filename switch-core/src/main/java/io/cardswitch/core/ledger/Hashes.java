package io.cardswitch.core.ledger;

/** Bit mixing for table slots and state hashes; not for secrets. */
public final class Hashes {
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L; // 2^64 over the golden ratio.

    private Hashes() {}

    /** Spreads every input bit over the result: two multiplications. */
    public static long mix(long value) {
        final long first = (value ^ value >>> 32) * MULTIPLIER;
        final long second = (first ^ first >>> 29) * MULTIPLIER;
        return second ^ second >>> 32;
    }

    /** Mixes a 128-bit value down to 64 bits. */
    public static long mix(long high, long low) {
        return mix(high * MULTIPLIER ^ low);
    }
}
