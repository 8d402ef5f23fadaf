package io.cardswitch.hsm.crypto.emv;

import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Iso9797Mac;
import io.cardswitch.hsm.crypto.Iso9797Padding;
import io.cardswitch.hsm.crypto.Secrets;

/**
 * Application cryptograms ARQC, TC and AAC (EMV 4.3 Book 2, 8.1): MAC algorithm 3 of ISO/IEC 9797-1
 * over the terminal's and the card's data.
 */
public final class ApplicationCryptogram {
    /** Bytes of a cryptogram. */
    public static final int LENGTH = 8;

    private ApplicationCryptogram() {}

    /**
     * Computes a cryptogram.
     *
     * @param key 16 bytes: the session key, or the card's key for schemes without one
     * @param input the values in the order of the scheme; whole blocks stay as they are under
     *     {@link Iso9797Padding#METHOD_1}
     */
    public static byte[] generate(byte[] key, byte[] input, Iso9797Padding padding)
            throws CryptoException {
        final byte[] padded = padding.pad(input, 8);
        try {
            return Iso9797Mac.algorithm3(key, new byte[8], padded);
        } finally {
            Secrets.wipe(padded);
        }
    }
}
