package io.cardswitch.core.edge;

import static io.cardswitch.core.command.Invariants.check;

import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Turns a PAN into the token that stands for it behind the edge: the leading 128 bits of
 * HMAC-SHA-256 (FIPS 198-1) over its ASCII digits under the node's key. PCI DSS 3.5.1.1 asks for a
 * keyed hash. A bounded cache in memory spares the hash for cards seen lately. Not thread-safe.
 */
public final class PanTokenizer {
    /** Bytes of the key. */
    public static final int KEY_BYTES = 32;

    /** Fewest digits of a PAN (ISO/IEC 7812-1). */
    public static final int MIN_DIGITS = 8;

    /** Most digits of a PAN (ISO 8583 DE2: n..19). */
    public static final int MAX_DIGITS = 19;

    private static final int BLOCK_BYTES = 64;
    private static final int DIGEST_BYTES = 32;
    private static final int ENTRY_LONGS = 4;

    private final MessageDigest digest;
    private final byte[] innerPad;
    private final byte[] outerPad;
    private final byte[] digits = new byte[MAX_DIGITS];
    private final byte[] hash = new byte[DIGEST_BYTES];
    private final UnsafeBuffer hashView = new UnsafeBuffer(hash);

    /** Entry: PAN high, PAN low, token high, token low. Direct-mapped; all zero is no PAN. */
    private final long[] cache;

    private final int cacheMask;
    private long tokenHigh;
    private long tokenLow;

    /**
     * @param key {@value #KEY_BYTES} secret bytes; copied
     * @param cacheEntries PANs remembered, a power of two
     */
    public PanTokenizer(byte[] key, int cacheEntries) {
        check(key.length == KEY_BYTES, "token key has 256 bits");
        check(BitUtil.isPowerOfTwo(cacheEntries), "cache entries are a power of two");
        this.digest = sha256();
        this.innerPad = pad(key, 0x36);
        this.outerPad = pad(key, 0x5C);
        this.cache = new long[cacheEntries * ENTRY_LONGS];
        this.cacheMask = cacheEntries - 1;
    }

    /**
     * Computes {@link #tokenHigh()} and {@link #tokenLow()}.
     *
     * @param pan 8 to 19 digits
     */
    public void tokenize(CharSequence pan) {
        final int length = pan.length();
        check(length >= MIN_DIGITS && length <= MAX_DIGITS, "PAN has 8 to 19 digits");
        long high = 0;
        long low = 0;
        for (int i = 0; i < length; i++) {
            final int digit = pan.charAt(i) - '0';
            check(digit >= 0 && digit <= 9, "PAN has only digits");
            high = high << 4 | low >>> 60;
            low = low << 4 | digit;
        }
        tokenize(high, low, length);
    }

    /**
     * Computes {@link #tokenHigh()} and {@link #tokenLow()}.
     *
     * @param panHigh digits 17 and up counted from the right, four bits each
     * @param panLow the last sixteen digits, four bits each
     * @param panLength number of digits, 8 to 19
     */
    void tokenize(long panHigh, long panLow, int panLength) {
        // The length tells 0-led PANs apart and is never zero, so an empty entry matches no PAN.
        final long high = (long) panLength << 16 | panHigh;
        final int at = slot(high, panLow) * ENTRY_LONGS;
        if (cache[at] != high || cache[at + 1] != panLow) {
            compute(panHigh, panLow, panLength);
            cache[at] = high;
            cache[at + 1] = panLow;
            cache[at + 2] = hashView.getLong(0, ByteOrder.BIG_ENDIAN);
            cache[at + 3] = hashView.getLong(8, ByteOrder.BIG_ENDIAN);
            Arrays.fill(digits, (byte) 0);
        }
        tokenHigh = cache[at + 2];
        tokenLow = cache[at + 3];
    }

    /** Bits 0-63 of the last token, as the hash has them. */
    public long tokenHigh() {
        return tokenHigh;
    }

    /** Bits 64-127 of the last token. */
    public long tokenLow() {
        return tokenLow;
    }

    private int slot(long high, long low) {
        final long mixed = (low ^ high * 0xC2B2_AE3D_27D4_EB4FL) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 32) & cacheMask;
    }

    /** HMAC by hand on the digest: javax.crypto.Mac allocates its result on every call. */
    private void compute(long panHigh, long panLow, int panLength) {
        for (int i = 0; i < panLength; i++) {
            final int fromRight = panLength - 1 - i;
            final long half = fromRight < 16 ? panLow : panHigh;
            digits[i] = (byte) ('0' + (half >>> (fromRight & 15) * 4 & 0xF));
        }
        try {
            digest.update(innerPad);
            digest.update(digits, 0, panLength);
            digest.digest(hash, 0, DIGEST_BYTES);
            digest.update(outerPad);
            digest.update(hash);
            digest.digest(hash, 0, DIGEST_BYTES);
        } catch (final DigestException e) {
            throw new AssertionError("SHA-256 fits its buffer", e);
        }
    }

    private static byte[] pad(byte[] key, int filler) {
        final byte[] block = new byte[BLOCK_BYTES];
        for (int i = 0; i < BLOCK_BYTES; i++) {
            block[i] = (byte) ((i < key.length ? key[i] : 0) ^ filler);
        }
        return block;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (final NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
