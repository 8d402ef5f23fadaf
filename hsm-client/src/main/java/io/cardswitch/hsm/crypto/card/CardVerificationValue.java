package io.cardswitch.hsm.crypto.card;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Decimalisation;
import io.cardswitch.hsm.crypto.Digits;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.Secrets;

import java.util.Arrays;

/**
 * The family of CVV and CVC (Visa Payment Technology Standards Manual; Mastercard Security Rules).
 * One algorithm; the service code tells the values apart: the card's own for the stripe (CVV), 000
 * for the printed one (CVV2), 999 for the chip (iCVV).
 */
public final class CardVerificationValue {
    /** Digits of the value. */
    public static final int LENGTH = 3;

    private static final int INPUT_DIGITS = 32;
    private static final int EXPIRY_DIGITS = 4;
    private static final int SERVICE_CODE_DIGITS = 3;
    private static final int MAX_PAN = 19;

    private CardVerificationValue() {}

    /**
     * Computes the three digits.
     *
     * @param cvk the CVK pair, 16 bytes
     * @param pan 1 to 19 ASCII digits
     * @param expiry 4 ASCII digits, YYMM or as the issuer defines
     * @param serviceCode 3 ASCII digits
     * @throws CryptoException KEY_LENGTH, PAN_LENGTH, PAN_NOT_NUMERIC, EXPIRY_LENGTH,
     *     EXPIRY_NOT_NUMERIC, SERVICE_CODE_LENGTH, SERVICE_CODE_NOT_NUMERIC
     */
    public static byte[] generate(byte[] cvk, byte[] pan, byte[] expiry, byte[] serviceCode)
            throws CryptoException {
        require(pan.length >= 1 && pan.length <= MAX_PAN, CryptoError.PAN_LENGTH);
        require(Digits.areDigits(pan), CryptoError.PAN_NOT_NUMERIC);
        return ofDigits(cvk, pan, expiry, serviceCode);
    }

    /** As {@link #generate}, with hexadecimal digits allowed in the place of the PAN. */
    static byte[] ofDigits(byte[] cvk, byte[] number, byte[] expiry, byte[] serviceCode)
            throws CryptoException {
        require(cvk.length == 16, CryptoError.KEY_LENGTH);
        require(expiry.length == EXPIRY_DIGITS, CryptoError.EXPIRY_LENGTH);
        require(Digits.areDigits(expiry), CryptoError.EXPIRY_NOT_NUMERIC);
        require(serviceCode.length == SERVICE_CODE_DIGITS, CryptoError.SERVICE_CODE_LENGTH);
        require(Digits.areDigits(serviceCode), CryptoError.SERVICE_CODE_NOT_NUMERIC);
        final byte[] input = new byte[INPUT_DIGITS];
        Arrays.fill(input, (byte) '0');
        System.arraycopy(number, 0, input, 0, number.length);
        System.arraycopy(expiry, 0, input, number.length, EXPIRY_DIGITS);
        final int serviceCodeAt = number.length + EXPIRY_DIGITS;
        System.arraycopy(serviceCode, 0, input, serviceCodeAt, SERVICE_CODE_DIGITS);
        return encipher(cvk, Hex.decode(input, 0, INPUT_DIGITS));
    }

    /** First block under key A, second block added, the sum under A, B, A; two scans. */
    private static byte[] encipher(byte[] cvk, byte[] blocks) throws CryptoException {
        final int length = BlockCipher.TDES_BLOCK;
        final byte[] left = Arrays.copyOf(cvk, length);
        try (BlockCipher first = BlockCipher.tdes(left);
                BlockCipher pair = BlockCipher.tdes(cvk)) {
            final byte[] sum = new byte[length];
            first.encrypt(blocks, 0, length, sum, 0);
            for (int i = 0; i < length; i++) {
                sum[i] ^= blocks[length + i];
            }
            pair.encrypt(sum, 0, length, sum, 0);
            return Decimalisation.scan(sum, LENGTH);
        } finally {
            Secrets.wipe(left);
        }
    }

    private static void require(boolean holds, CryptoError error) throws CryptoException {
        if (!holds) {
            throw new CryptoException(error);
        }
    }
}
