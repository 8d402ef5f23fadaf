package io.cardswitch.hsm.crypto.pin;

import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Digits;

import java.util.Arrays;

/** The twelve digits of a PAN that take part in a PIN block, a PVV or an offset. */
public final class AccountField {
    /** Digits of the field. */
    public static final int LENGTH = 12;

    private AccountField() {}

    /**
     * The 12 rightmost digits of a PAN without its check digit (ISO 9564-1:2017, 9.3.2.3).
     *
     * @param pan ASCII digits, at least 13
     * @throws CryptoException PAN_NOT_NUMERIC, PAN_TOO_SHORT
     */
    public static byte[] ofPan(byte[] pan) throws CryptoException {
        if (!Digits.areDigits(pan)) {
            throw new CryptoException(CryptoError.PAN_NOT_NUMERIC);
        }
        if (pan.length <= LENGTH) {
            throw new CryptoException(CryptoError.PAN_TOO_SHORT);
        }
        return Arrays.copyOfRange(pan, pan.length - 1 - LENGTH, pan.length - 1);
    }

    /**
     * The 12 leftmost digits of the 18 that a host sends for the PLUS format; zeros in front of the
     * number are filling.
     *
     * @throws CryptoException PAN_NOT_NUMERIC
     */
    public static byte[] leftmostOf18(byte[] field) throws CryptoException {
        if (!Digits.areDigits(field)) {
            throw new CryptoException(CryptoError.PAN_NOT_NUMERIC);
        }
        int start = 0;
        while (start < field.length - LENGTH && field[start] == '0') {
            start++;
        }
        return Arrays.copyOfRange(field, start, start + LENGTH);
    }
}
