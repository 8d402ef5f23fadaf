package io.cardswitch.hsm.crypto.pin;

import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Digits;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.Secrets;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Clear PIN blocks of 8 bytes (ISO 9564-1:2017, 9.3; and the ATM formats that devices still know).
 * PINs are 4 to 12 ASCII digits, accounts the 12 of {@link AccountField}. Both directions return
 * new arrays for the caller to wipe.
 */
public final class ClearPinBlock {
    /** Bytes of a block. */
    public static final int LENGTH = 8;

    /** Shortest PIN of ISO 9564-1, 8.1. */
    public static final int MIN_PIN = 4;

    /** Longest PIN of ISO 9564-1, 8.1. */
    public static final int MAX_PIN = 12;

    private static final int MAX_DOCUTEL_PIN = 6;
    private static final int NIBBLES = 2 * LENGTH;
    private static final int FIRST_LETTER = 0xA;
    private static final int FILL_F = 0xF;

    private ClearPinBlock() {}

    /** A filler for formats 1 (any half bytes) and 3 (A to F), in the positions of the block. */
    public static byte[] randomFill(PinBlockFormat format, SecureRandom random) {
        final byte[] fill = new byte[LENGTH];
        if (format == PinBlockFormat.ISO_1) {
            random.nextBytes(fill);
        } else if (format == PinBlockFormat.ISO_3) {
            for (int i = 0; i < NIBBLES; i++) {
                Hex.orNibble(fill, i, random.nextInt(FIRST_LETTER, FILL_F + 1));
            }
        }
        return fill;
    }

    /**
     * Builds a block.
     *
     * @param account 12 digits for formats bound to the PAN, else ignored
     * @param fill 8 bytes whose half bytes stand where formats 1 and 3 fill, else ignored
     * @throws CryptoException PIN_LENGTH, PIN_NOT_NUMERIC, PAN_LENGTH, PAN_NOT_NUMERIC, FORMAT
     */
    public static byte[] encode(PinBlockFormat format, byte[] pin, byte[] account, byte[] fill)
            throws CryptoException {
        requirePin(pin, format == PinBlockFormat.DOCUTEL ? MAX_DOCUTEL_PIN : MAX_PIN);
        return switch (format) {
            case ISO_0, PLUS -> bind(counted(0, pin, null), account);
            case ISO_1 -> counted(1, pin, fill);
            case ISO_2 -> counted(2, pin, null);
            case ISO_3 -> bind(counted(3, pin, fill), account);
            case DIEBOLD -> Digits.pack(pin, LENGTH, FILL_F);
            case DOCUTEL -> docutel(pin);
            case ISO_4 -> throw new CryptoException(CryptoError.FORMAT);
        };
    }

    /**
     * Reads the PIN out of a block.
     *
     * @param account 12 digits for formats bound to the PAN, else ignored
     * @throws CryptoException BLOCK_LENGTH, CONTROL_FIELD, PIN_LENGTH, PIN_NOT_NUMERIC, FILLER,
     *     PAN_LENGTH, PAN_NOT_NUMERIC, FORMAT
     */
    public static byte[] decode(PinBlockFormat format, byte[] block, byte[] account)
            throws CryptoException {
        if (block.length != LENGTH) {
            throw new CryptoException(CryptoError.BLOCK_LENGTH);
        }
        final byte[] field = format.isBoundToPan() ? bind(block.clone(), account) : block.clone();
        try {
            return switch (format) {
                case ISO_0, PLUS -> counted(field, 0, FILL_F, FILL_F);
                case ISO_1 -> counted(field, 1, 0, FILL_F);
                case ISO_2 -> counted(field, 2, FILL_F, FILL_F);
                case ISO_3 -> counted(field, 3, FIRST_LETTER, FILL_F);
                case DIEBOLD -> diebold(field);
                case DOCUTEL -> docutelPin(field);
                case ISO_4 -> throw new CryptoException(CryptoError.FORMAT);
            };
        } finally {
            Secrets.wipe(field);
        }
    }

    /**
     * Checks a PIN's form.
     *
     * @throws CryptoException PIN_LENGTH, PIN_NOT_NUMERIC
     */
    static void requirePin(byte[] pin, int longest) throws CryptoException {
        if (pin.length < MIN_PIN || pin.length > longest) {
            throw new CryptoException(CryptoError.PIN_LENGTH);
        }
        if (!Digits.areDigits(pin)) {
            throw new CryptoException(CryptoError.PIN_NOT_NUMERIC);
        }
    }

    private static byte[] counted(int control, byte[] pin, byte[] fill) {
        final byte[] block = new byte[LENGTH];
        Hex.orNibble(block, 0, control);
        Hex.orNibble(block, 1, pin.length);
        for (int i = 2; i < NIBBLES; i++) {
            final int filler = fill == null ? FILL_F : Hex.nibble(fill, i);
            Hex.orNibble(block, i, i - 2 < pin.length ? Hex.digit(pin[i - 2]) : filler);
        }
        return block;
    }

    /** Reads control, length, digits and filler, and accepts filler between the two bounds. */
    private static byte[] counted(byte[] field, int control, int lowest, int highest)
            throws CryptoException {
        if (Hex.nibble(field, 0) != control) {
            throw new CryptoException(CryptoError.CONTROL_FIELD);
        }
        final int length = Hex.nibble(field, 1);
        if (length < MIN_PIN || length > MAX_PIN) {
            throw new CryptoException(CryptoError.PIN_LENGTH);
        }
        int badFiller = 0;
        for (int i = 2 + length; i < NIBBLES; i++) {
            final int value = Hex.nibble(field, i);
            badFiller |= value - lowest | highest - value;
        }
        final byte[] pin = digits(field, 2, length);
        if (badFiller < 0) {
            Secrets.wipe(pin);
            throw new CryptoException(CryptoError.FILLER);
        }
        return pin;
    }

    private static byte[] digits(byte[] field, int firstNibble, int count) throws CryptoException {
        final byte[] pin = new byte[count];
        for (int i = 0; i < count; i++) {
            pin[i] = Hex.ascii(Hex.nibble(field, firstNibble + i));
        }
        if (!Digits.areDigits(pin)) {
            Secrets.wipe(pin);
            throw new CryptoException(CryptoError.PIN_NOT_NUMERIC);
        }
        return pin;
    }

    /** XORs 0000 and the twelve digits into the block, in place. */
    private static byte[] bind(byte[] block, byte[] account) throws CryptoException {
        if (account.length != AccountField.LENGTH) {
            throw new CryptoException(CryptoError.PAN_LENGTH);
        }
        if (!Digits.areDigits(account)) {
            throw new CryptoException(CryptoError.PAN_NOT_NUMERIC);
        }
        for (int i = 0; i < AccountField.LENGTH; i += 2) {
            block[2 + i / 2] ^= (byte) (account[i] - '0' << 4 | account[i + 1] - '0');
        }
        return block;
    }

    private static byte[] diebold(byte[] field) throws CryptoException {
        int length = NIBBLES;
        while (length > 0 && Hex.nibble(field, length - 1) == FILL_F) {
            length--;
        }
        if (length < MIN_PIN || length > MAX_PIN) {
            throw new CryptoException(CryptoError.PIN_LENGTH);
        }
        return digits(field, 0, length);
    }

    private static byte[] docutel(byte[] pin) {
        final byte[] block = new byte[LENGTH];
        Hex.orNibble(block, 0, pin.length);
        for (int i = 0; i < pin.length; i++) {
            Hex.orNibble(block, 1 + i, Hex.digit(pin[i]));
        }
        return block;
    }

    private static byte[] docutelPin(byte[] field) throws CryptoException {
        final int length = Hex.nibble(field, 0);
        if (length < MIN_PIN || length > MAX_DOCUTEL_PIN) {
            throw new CryptoException(CryptoError.PIN_LENGTH);
        }
        final byte[] six = digits(field, 1, MAX_DOCUTEL_PIN);
        final byte[] pin = Arrays.copyOf(six, length);
        Secrets.wipe(six);
        return pin;
    }
}
