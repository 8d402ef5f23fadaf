package io.cardswitch.hsm.crypto.emv;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Iso9797Mac;
import io.cardswitch.hsm.crypto.Iso9797Padding;

import java.util.Arrays;

/** Authorisation response cryptograms (EMV 4.3 Book 2, 8.2). */
public final class Arpc {
    /** Bytes of an ARPC of method 2, and of the card status update that goes into it. */
    public static final int METHOD_2_LENGTH = 4;

    private static final int MAX_PROPRIETARY = 8;

    private Arpc() {}

    /**
     * Method 1 (8.2.1): the ARQC, with the response code added to its first two bytes, enciphered.
     *
     * @param responseCode 2 bytes, ASCII digits for Visa
     * @return 8 bytes
     */
    public static byte[] method1(byte[] key, byte[] arqc, byte[] responseCode)
            throws CryptoException {
        if (arqc.length != ApplicationCryptogram.LENGTH || responseCode.length != 2) {
            throw new CryptoException(CryptoError.DATA_LENGTH);
        }
        final byte[] block = arqc.clone();
        block[0] ^= responseCode[0];
        block[1] ^= responseCode[1];
        try (BlockCipher cipher = BlockCipher.tdes(key)) {
            return cipher.encrypt(block);
        }
    }

    /**
     * Method 2 (8.2.2): four bytes of a MAC over ARQC, card status update and proprietary data.
     *
     * @param statusUpdate 4 bytes (CSU)
     * @param proprietary 0 to 8 bytes
     * @return 4 bytes
     */
    public static byte[] method2(
            byte[] sessionKey, byte[] arqc, byte[] statusUpdate, byte[] proprietary)
            throws CryptoException {
        if (arqc.length != ApplicationCryptogram.LENGTH
                || statusUpdate.length != METHOD_2_LENGTH
                || proprietary.length > MAX_PROPRIETARY) {
            throw new CryptoException(CryptoError.DATA_LENGTH);
        }
        final int fixed = ApplicationCryptogram.LENGTH + METHOD_2_LENGTH;
        final byte[] input = Arrays.copyOf(arqc, fixed + proprietary.length);
        System.arraycopy(statusUpdate, 0, input, arqc.length, METHOD_2_LENGTH);
        System.arraycopy(proprietary, 0, input, fixed, proprietary.length);
        final byte[] padded = Iso9797Padding.METHOD_2.pad(input, 8);
        return Arrays.copyOf(
                Iso9797Mac.algorithm3(sessionKey, new byte[8], padded), METHOD_2_LENGTH);
    }
}
