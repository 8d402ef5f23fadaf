package io.cardswitch.hsm.crypto.pin;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Decimalisation;
import io.cardswitch.hsm.crypto.Digits;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.Secrets;

/**
 * Visa PIN verification value (Visa PIN Security; ANSI X9.8 annex): four digits out of the
 * enciphered transformed security parameter. Only the first four digits of a PIN take part.
 */
public final class Pvv {
    /** Digits of a PVV, and of the PIN that take part. */
    public static final int LENGTH = 4;

    private static final int ACCOUNT_DIGITS = 11;

    private Pvv() {}

    /**
     * Computes the four digits.
     *
     * @param pvk the PVK pair: TDEA with two keys
     * @param account the 12 digits of {@link AccountField}; the 11 rightmost take part
     * @param pvki the index of the key as one ASCII digit (Visa issues 1 to 6)
     * @param pin at least 4 ASCII digits
     * @throws CryptoException PIN_LENGTH, PAN_LENGTH, KEY_INDEX
     */
    public static byte[] generate(BlockCipher pvk, byte[] account, byte[] pvki, byte[] pin)
            throws CryptoException {
        if (pin.length < LENGTH) {
            throw new CryptoException(CryptoError.PIN_LENGTH);
        }
        if (account.length != AccountField.LENGTH) {
            throw new CryptoException(CryptoError.PAN_LENGTH);
        }
        if (pvki.length != 1 || !Digits.areDigits(pvki)) {
            throw new CryptoException(CryptoError.KEY_INDEX);
        }
        final byte[] parameter = new byte[BlockCipher.TDES_BLOCK];
        for (int i = 0; i < ACCOUNT_DIGITS; i++) {
            Hex.orNibble(parameter, i, account[1 + i] - '0');
        }
        Hex.orNibble(parameter, ACCOUNT_DIGITS, pvki[0] - '0');
        for (int i = 0; i < LENGTH; i++) {
            Hex.orNibble(parameter, ACCOUNT_DIGITS + 1 + i, pin[i] - '0');
        }
        pvk.encrypt(parameter, 0, parameter.length, parameter, 0);
        final byte[] pvv = Decimalisation.scan(parameter, LENGTH);
        Secrets.wipe(parameter);
        return pvv;
    }
}
