package io.cardswitch.hsm.crypto.pin;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Decimalisation;
import io.cardswitch.hsm.crypto.Digits;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.Secrets;

import java.util.Arrays;

/**
 * IBM 3624 PINs: a natural PIN derived from validation data, and the offset between it and the PIN
 * a customer chose. Digits are ASCII; the leftmost digits are the ones that count.
 */
public final class Ibm3624 {
    /** Characters of validation data: 16 hexadecimal digits. */
    public static final int VALIDATION_LENGTH = 16;

    /** Characters of a payShield template of validation data. */
    public static final int TEMPLATE_LENGTH = 12;

    private static final int INSERTED_DIGITS = 5;

    private Ibm3624() {}

    /**
     * Validation data of a template: N stands for the last five digits of the account.
     *
     * @param template 12 characters, hexadecimal digits and one N
     * @param account the 12 digits of {@link AccountField}
     * @throws CryptoException VALIDATION_RANGE when the template has no such form
     */
    public static byte[] validation(byte[] template, byte[] account) throws CryptoException {
        final byte[] digits = new byte[VALIDATION_LENGTH];
        int length = 0;
        for (final byte character : template) {
            if (character == 'N') {
                if (length + INSERTED_DIGITS > VALIDATION_LENGTH) {
                    throw new CryptoException(CryptoError.VALIDATION_RANGE);
                }
                final int from = account.length - INSERTED_DIGITS;
                System.arraycopy(account, from, digits, length, INSERTED_DIGITS);
                length += INSERTED_DIGITS;
            } else if (length < VALIDATION_LENGTH) {
                digits[length++] = character;
            }
        }
        return packed(digits, length);
    }

    /**
     * Validation data cut out of a PAN and filled on the right.
     *
     * @param fill the hexadecimal digit to fill with, as ASCII
     * @throws CryptoException VALIDATION_RANGE, PAN_NOT_NUMERIC
     */
    public static byte[] validation(byte[] pan, int offset, int length, byte fill)
            throws CryptoException {
        if (offset < 0 || length < 0 || offset + length > pan.length) {
            throw new CryptoException(CryptoError.VALIDATION_RANGE);
        }
        if (!Digits.areDigits(pan)) {
            throw new CryptoException(CryptoError.PAN_NOT_NUMERIC);
        }
        final byte[] digits = new byte[VALIDATION_LENGTH];
        final int used = Math.min(length, VALIDATION_LENGTH);
        System.arraycopy(pan, offset, digits, 0, used);
        Arrays.fill(digits, used, VALIDATION_LENGTH, fill);
        return packed(digits, VALIDATION_LENGTH);
    }

    private static byte[] packed(byte[] digits, int length) throws CryptoException {
        final byte[] block = Hex.decode(digits, 0, VALIDATION_LENGTH);
        if (length != VALIDATION_LENGTH || block == null) {
            throw new CryptoException(CryptoError.VALIDATION_RANGE);
        }
        return block;
    }

    /**
     * The natural PIN: enciphered validation data through the decimalisation table.
     *
     * @param validation 8 bytes
     * @param table 16 ASCII digits
     * @return all 16 digits; the leftmost are the PIN
     * @throws CryptoException TABLE_LENGTH, TABLE_NOT_NUMERIC
     */
    public static byte[] naturalPin(BlockCipher pvk, byte[] validation, byte[] table)
            throws CryptoException {
        Decimalisation.requireTable(table);
        final byte[] block = pvk.encrypt(validation);
        final byte[] digits = Decimalisation.replace(block, table);
        Secrets.wipe(block);
        return digits;
    }

    /** The offset: PIN less natural PIN, digit by digit modulo ten, over the digits that count. */
    public static byte[] offset(byte[] naturalPin, byte[] pin, int length) {
        final byte[] offset = new byte[length];
        for (int i = 0; i < length; i++) {
            offset[i] = (byte) ('0' + (pin[i] - naturalPin[i] + 10) % 10);
        }
        return offset;
    }

    /**
     * The PIN: natural PIN plus offset, digit by digit modulo ten, over the digits of the offset.
     *
     * @throws CryptoException OFFSET_LENGTH, OFFSET_NOT_NUMERIC
     */
    public static byte[] pin(byte[] naturalPin, byte[] offset) throws CryptoException {
        if (offset.length > naturalPin.length) {
            throw new CryptoException(CryptoError.OFFSET_LENGTH);
        }
        if (!Digits.areDigits(offset)) {
            throw new CryptoException(CryptoError.OFFSET_NOT_NUMERIC);
        }
        final byte[] pin = new byte[offset.length];
        for (int i = 0; i < offset.length; i++) {
            pin[i] = (byte) ('0' + (naturalPin[i] + offset[i] - 2 * '0') % 10);
        }
        return pin;
    }
}
