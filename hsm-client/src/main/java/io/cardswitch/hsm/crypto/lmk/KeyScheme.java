package io.cardswitch.hsm.crypto.lmk;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Secrets;

/**
 * How a key of one to three parts stands enciphered under another: part by part in ECB, under the
 * key itself (X9.17: Z, X, Y) or under a variant of it for each part (U, T). The code is the
 * scheme's letter in front of a key field.
 */
public enum KeyScheme {
    /** One part; on the wire also without a letter. */
    Z('Z', 1, false),
    /** Two parts, X9.17. */
    X('X', 2, false),
    /** Two parts under variants. */
    U('U', 2, true),
    /** Three parts, X9.17. */
    Y('Y', 3, false),
    /** Three parts under variants. */
    T('T', 3, true);

    private static final int[] DOUBLE_VARIANTS = {0xA6, 0x5A};
    private static final int[] TRIPLE_VARIANTS = {0x6A, 0xDE, 0x2B};
    private static final int PART = 8;

    private final char code;
    private final int parts;
    private final boolean hasVariants;

    KeyScheme(char code, int parts, boolean hasVariants) {
        this.code = code;
        this.parts = parts;
        this.hasVariants = hasVariants;
    }

    /** The letter. */
    public char code() {
        return code;
    }

    /** Bytes of a key under this scheme. */
    public int keyLength() {
        return parts * PART;
    }

    /** The scheme of this letter, or null. */
    public static KeyScheme of(int code) {
        for (final KeyScheme scheme : values()) {
            if (scheme.code == code) return scheme;
        }
        return null;
    }

    /** The X9.17 scheme for a key of this many bytes. */
    public static KeyScheme plain(int keyLength) {
        return keyLength == PART ? Z : keyLength == 2 * PART ? X : Y;
    }

    /**
     * Enciphers a key.
     *
     * @param kek 8, 16 or 24 bytes; 8 are doubled where variants need a second half
     * @throws CryptoException KEY_LENGTH when the key does not fit the scheme
     */
    public byte[] encrypt(byte[] kek, byte[] key) throws CryptoException {
        return apply(kek, key, true);
    }

    /** Deciphers a key. */
    public byte[] decrypt(byte[] kek, byte[] key) throws CryptoException {
        return apply(kek, key, false);
    }

    private byte[] apply(byte[] kek, byte[] in, boolean encrypts) throws CryptoException {
        if (in.length != keyLength()) {
            throw new CryptoException(CryptoError.KEY_LENGTH);
        }
        final byte[] out = new byte[in.length];
        for (int part = 0; part < parts; part++) {
            final byte[] varied = varied(kek, part);
            try (BlockCipher cipher = BlockCipher.tdes(varied)) {
                if (encrypts) {
                    cipher.encrypt(in, part * PART, PART, out, part * PART);
                } else {
                    cipher.decrypt(in, part * PART, PART, out, part * PART);
                }
            } finally {
                Secrets.wipe(varied);
            }
        }
        return out;
    }

    private byte[] varied(byte[] kek, int part) {
        if (!hasVariants) return kek.clone();
        final byte[] varied;
        if (kek.length == PART) {
            varied = new byte[2 * PART];
            System.arraycopy(kek, 0, varied, 0, PART);
            System.arraycopy(kek, 0, varied, PART, PART);
        } else {
            varied = kek.clone();
        }
        varied[PART] ^= (byte) (parts == 2 ? DOUBLE_VARIANTS : TRIPLE_VARIANTS)[part];
        return varied;
    }
}
