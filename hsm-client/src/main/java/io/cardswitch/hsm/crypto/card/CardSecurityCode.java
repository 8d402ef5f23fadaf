package io.cardswitch.hsm.crypto.card;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Digits;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.Secrets;

/**
 * American Express card security codes of five, four and three digits (CSC version 1). The method
 * is not published by the scheme; this is the one that open HSM simulators compute, without a
 * public test value to hold against it.
 */
public final class CardSecurityCode {
    /** Digits of the three codes together. */
    public static final int LENGTH = 5 + 4 + 3;

    private static final int NUMBER_FROM = 2;
    private static final int NUMBER_DIGITS = 12;
    private static final int EXPIRY_DIGITS = 4;
    private static final int FIRST_LETTER = 0xA;
    private static final int FIRST_LETTERS = 5;

    private CardSecurityCode() {}

    /**
     * Computes the three codes.
     *
     * @param key 16 bytes
     * @param account ASCII digits, at least 14, of a card that begins with 34 or 37
     * @param expiry 4 ASCII digits, YYMM
     * @return 12 ASCII digits: five, four, three
     * @throws CryptoException PAN_LENGTH, PAN_NOT_NUMERIC, EXPIRY_LENGTH
     */
    public static byte[] generate(byte[] key, byte[] account, byte[] expiry)
            throws CryptoException {
        require(account.length >= NUMBER_FROM + NUMBER_DIGITS, CryptoError.PAN_LENGTH);
        require(Digits.areDigits(account), CryptoError.PAN_NOT_NUMERIC);
        require(
                expiry.length == EXPIRY_DIGITS && Digits.areDigits(expiry),
                CryptoError.EXPIRY_LENGTH);
        require(account[0] == '3', CryptoError.PAN_NOT_NUMERIC);
        final boolean isNumberFirst = account[1] == '4';
        final byte[] digits = new byte[NUMBER_DIGITS + EXPIRY_DIGITS];
        final int numberAt = isNumberFirst ? 0 : EXPIRY_DIGITS;
        System.arraycopy(account, NUMBER_FROM, digits, numberAt, NUMBER_DIGITS);
        System.arraycopy(expiry, 0, digits, isNumberFirst ? NUMBER_DIGITS : 0, EXPIRY_DIGITS);
        final byte[] block = Hex.decode(digits, 0, digits.length);
        try (BlockCipher cipher = BlockCipher.tdes(key)) {
            return decimals(cipher.encrypt(block));
        } finally {
            Secrets.wipe(digits);
            Secrets.wipe(block);
        }
    }

    /** The digits of the block, then its letters: A to F as 1 to 6, behind the fifth by 5 more. */
    private static byte[] decimals(byte[] block) {
        final byte[] codes = new byte[LENGTH];
        int count = 0;
        for (int i = 0; i < 2 * block.length && count < LENGTH; i++) {
            final int value = Hex.nibble(block, i);
            if (value < FIRST_LETTER) {
                codes[count++] = Hex.ascii(value);
            }
        }
        for (int i = 0; i < 2 * block.length && count < LENGTH; i++) {
            final int value = Hex.nibble(block, i) - FIRST_LETTER + 1;
            if (value > 0) {
                codes[count++] = Hex.ascii(i < FIRST_LETTERS ? value : (value + 5) % 10);
            }
        }
        return codes;
    }

    private static void require(boolean holds, CryptoError error) throws CryptoException {
        if (!holds) throw new CryptoException(error);
    }
}
