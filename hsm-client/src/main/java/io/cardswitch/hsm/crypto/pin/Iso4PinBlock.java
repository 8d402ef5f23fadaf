package io.cardswitch.hsm.crypto.pin;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Digits;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.Secrets;

import java.util.Arrays;

/**
 * ISO 9564-1:2017 format 4 (9.4): a PIN field and a PAN field of 16 bytes each, enciphered twice
 * under one AES key.
 */
public final class Iso4PinBlock {
    /** Bytes of a field and of the enciphered block. */
    public static final int LENGTH = 16;

    /** Bytes of random filler in the PIN field. */
    public static final int FILL_LENGTH = 8;

    private static final int CONTROL = 4;
    private static final int FILL_A = 0xA;
    private static final int PIN_NIBBLES = 16;
    private static final int MAX_PAN = 19;

    private Iso4PinBlock() {}

    /**
     * The PAN field: length over 12, the digits, zeros; shorter PANs get zeros in front.
     *
     * @throws CryptoException PAN_LENGTH, PAN_NOT_NUMERIC
     */
    public static byte[] panField(byte[] pan) throws CryptoException {
        if (pan.length < 1 || pan.length > MAX_PAN) {
            throw new CryptoException(CryptoError.PAN_LENGTH);
        }
        if (!Digits.areDigits(pan)) {
            throw new CryptoException(CryptoError.PAN_NOT_NUMERIC);
        }
        final byte[] field = new byte[LENGTH];
        final int digits = Math.max(pan.length, AccountField.LENGTH);
        final int zeros = digits - pan.length;
        Hex.orNibble(field, 0, digits - AccountField.LENGTH);
        for (int i = 0; i < pan.length; i++) {
            Hex.orNibble(field, 1 + zeros + i, pan[i] - '0');
        }
        return field;
    }

    /**
     * The PIN field: control, length, digits, A up to the half, random bytes.
     *
     * @param fill 8 random bytes
     * @throws CryptoException PIN_LENGTH, PIN_NOT_NUMERIC
     */
    public static byte[] pinField(byte[] pin, byte[] fill) throws CryptoException {
        ClearPinBlock.requirePin(pin, ClearPinBlock.MAX_PIN);
        final byte[] field = new byte[LENGTH];
        Hex.orNibble(field, 0, CONTROL);
        Hex.orNibble(field, 1, pin.length);
        for (int i = 2; i < PIN_NIBBLES; i++) {
            Hex.orNibble(field, i, i - 2 < pin.length ? Hex.digit(pin[i - 2]) : FILL_A);
        }
        System.arraycopy(fill, 0, field, FILL_LENGTH, FILL_LENGTH);
        return field;
    }

    /**
     * Reads the PIN out of a clear PIN field.
     *
     * @throws CryptoException FIELD_LENGTH, CONTROL_FIELD, PIN_LENGTH, PIN_NOT_NUMERIC, FILLER
     */
    public static byte[] decodePinField(byte[] field) throws CryptoException {
        if (field.length != LENGTH) {
            throw new CryptoException(CryptoError.FIELD_LENGTH);
        }
        if (Hex.nibble(field, 0) != CONTROL) {
            throw new CryptoException(CryptoError.CONTROL_FIELD);
        }
        final int length = Hex.nibble(field, 1);
        if (length < ClearPinBlock.MIN_PIN || length > ClearPinBlock.MAX_PIN) {
            throw new CryptoException(CryptoError.PIN_LENGTH);
        }
        final byte[] pin = new byte[length];
        int badFiller = 0;
        for (int i = 2; i < PIN_NIBBLES; i++) {
            if (i - 2 < length) {
                pin[i - 2] = Hex.ascii(Hex.nibble(field, i));
            } else {
                badFiller |= Hex.nibble(field, i) ^ FILL_A;
            }
        }
        if (!Digits.areDigits(pin)) {
            Secrets.wipe(pin);
            throw new CryptoException(CryptoError.PIN_NOT_NUMERIC);
        }
        if (badFiller != 0) {
            Secrets.wipe(pin);
            throw new CryptoException(CryptoError.FILLER);
        }
        return pin;
    }

    /** Enciphers a PIN for a PAN under an AES key: E(E(PIN field) xor PAN field). */
    public static byte[] encipher(BlockCipher aes, byte[] pin, byte[] pan, byte[] fill)
            throws CryptoException {
        final byte[] panField = panField(pan);
        final byte[] block = pinField(pin, fill);
        aes.encrypt(block, 0, LENGTH, block, 0);
        for (int i = 0; i < LENGTH; i++) {
            block[i] ^= panField[i];
        }
        aes.encrypt(block, 0, LENGTH, block, 0);
        return block;
    }

    /**
     * Deciphers a block and reads its PIN.
     *
     * @throws CryptoException BLOCK_LENGTH, and as {@link #panField} and {@link #decodePinField}
     */
    public static byte[] decipher(BlockCipher aes, byte[] block, byte[] pan)
            throws CryptoException {
        if (block.length != LENGTH) {
            throw new CryptoException(CryptoError.BLOCK_LENGTH);
        }
        final byte[] panField = panField(pan);
        final byte[] field = Arrays.copyOf(block, LENGTH);
        try {
            aes.decrypt(field, 0, LENGTH, field, 0);
            for (int i = 0; i < LENGTH; i++) {
                field[i] ^= panField[i];
            }
            aes.decrypt(field, 0, LENGTH, field, 0);
            return decodePinField(field);
        } finally {
            Secrets.wipe(field);
        }
    }
}
