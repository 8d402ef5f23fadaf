package io.cardswitch.hsm.crypto.card;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.Iso9797Mac;
import io.cardswitch.hsm.crypto.Iso9797Padding;

import java.util.Arrays;

/**
 * Values that a contactless card makes anew for each transaction in stripe mode: dCVV (Visa) and
 * CVC3 (Mastercard PayPass Mag Stripe, 3).
 */
public final class DynamicCardValue {
    /** Digits of a CVC3. */
    public static final int CVC3_LENGTH = 5;

    private static final int ATC_DIGITS = 4;

    private DynamicCardValue() {}

    /**
     * dCVV: the CVV of the PAN with its first four digits replaced by the counter.
     *
     * @param iccKey the card's key, 16 bytes
     * @param atc 4 hexadecimal digits as ASCII
     * @return three ASCII digits
     */
    public static byte[] dcvv(
            byte[] iccKey, byte[] pan, byte[] expiry, byte[] serviceCode, byte[] atc)
            throws CryptoException {
        if (pan.length < ATC_DIGITS || atc.length != ATC_DIGITS) {
            throw new CryptoException(CryptoError.PAN_LENGTH);
        }
        final byte[] number = pan.clone();
        System.arraycopy(atc, 0, number, 0, ATC_DIGITS);
        return CardVerificationValue.ofDigits(iccKey, number, expiry, serviceCode);
    }

    /** IVCVC3: the two last bytes of the MAC over the static part of a track. */
    public static byte[] ivCvc3(byte[] iccKey, byte[] trackData) throws CryptoException {
        final byte[] padded = Iso9797Padding.METHOD_2.pad(trackData, 8);
        return Arrays.copyOfRange(Iso9797Mac.algorithm3(iccKey, new byte[8], padded), 6, 8);
    }

    /**
     * CVC3: the two last bytes of IVCVC3, unpredictable number and ATC enciphered, as a decimal.
     *
     * @param unpredictable 4 bytes
     * @param atc 2 bytes
     * @return five ASCII digits; a track carries the rightmost
     */
    public static byte[] cvc3(byte[] iccKey, byte[] ivCvc3, byte[] unpredictable, byte[] atc)
            throws CryptoException {
        if (ivCvc3.length != 2 || unpredictable.length != 4 || atc.length != 2) {
            throw new CryptoException(CryptoError.DATA_LENGTH);
        }
        final byte[] block = Arrays.copyOf(ivCvc3, 8);
        System.arraycopy(unpredictable, 0, block, 2, 4);
        System.arraycopy(atc, 0, block, 6, 2);
        try (BlockCipher cipher = BlockCipher.tdes(iccKey)) {
            cipher.encrypt(block, 0, 8, block, 0);
        }
        int value = (block[6] & 0xFF) << 8 | block[7] & 0xFF;
        final byte[] digits = new byte[CVC3_LENGTH];
        for (int i = CVC3_LENGTH - 1; i >= 0; i--) {
            digits[i] = Hex.ascii(value % 10);
            value /= 10;
        }
        return digits;
    }
}
