package io.cardswitch.hsm.simulator.pin;

import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Decimalisation;
import io.cardswitch.hsm.crypto.Digits;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.Secrets;
import io.cardswitch.hsm.crypto.pin.ClearPinBlock;
import io.cardswitch.hsm.crypto.pin.PinBlockFormat;
import io.cardswitch.hsm.simulator.device.Device;
import io.cardswitch.hsm.simulator.device.DeviceKey;
import io.cardswitch.hsm.simulator.host.ErrorCode;
import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;
import io.cardswitch.hsm.simulator.host.ResponseWriter;

import java.util.Arrays;

/** The fields that PIN commands share. */
final class PinFields {
    static final int OFFSET_LENGTH = 12;

    private static final int MIN_STORED = 5;
    private static final int MAX_STORED = 13;
    private static final int BLOCK_DIGITS = 16;

    private PinFields() {}

    /** An enciphered block: 8 bytes, 16 under AES. */
    static byte[] block(RequestReader in, boolean isAes) throws HostRefusal {
        return in.hex(isAes ? 2 * BLOCK_DIGITS : BLOCK_DIGITS);
    }

    static PinBlockFormat format(RequestReader in) throws HostRefusal {
        final PinBlockFormat format = PinBlockFormat.of(in.decimal(2));
        if (format == null) throw ErrorCode.PIN_BLOCK_FORMAT.refusal();
        return format;
    }

    /**
     * A PIN as the device stores it: filler 0 and digits, F behind; the form of public test sets.
     */
    static byte[] storedPin(RequestReader in, int length) throws HostRefusal {
        if (length < MIN_STORED || length > MAX_STORED) throw ErrorCode.PIN_UNDER_LMK.refusal();
        final byte[] stored = in.bytes(length);
        int end = length;
        while (end > 1 && stored[end - 1] == 'F') {
            end--;
        }
        final byte[] pin = Arrays.copyOfRange(stored, 1, end);
        Secrets.wipe(stored);
        if (pin.length < ClearPinBlock.MIN_PIN || !Digits.areDigits(pin)) {
            Secrets.wipe(pin);
            throw ErrorCode.PIN_UNDER_LMK.refusal();
        }
        return pin;
    }

    static void writeStoredPin(ResponseWriter out, byte[] pin) {
        out.character('0').bytes(pin);
    }

    /** Digits that an offset covers. */
    static int checkLength(RequestReader in) throws HostRefusal {
        final int length = in.decimal(2);
        if (length < ClearPinBlock.MIN_PIN || length > ClearPinBlock.MAX_PIN) {
            throw ErrorCode.INPUT.refusal();
        }
        return length;
    }

    /**
     * A decimalisation table: 16 digits in clear, or enciphered under the LMK that the PVK is
     * under. A weak one is refused.
     */
    static byte[] table(RequestReader in, Device device, DeviceKey pvk)
            throws HostRefusal, CryptoException {
        byte[] table = in.bytes(Decimalisation.TABLE_LENGTH);
        if (!Digits.areDigits(table)) {
            final byte[] enciphered = Hex.decode(table, 0, table.length);
            if (enciphered == null) throw ErrorCode.DECIMALISATION_TABLE.refusal();
            table = Hex.encode(device.decipherTable(enciphered, pvk.header() != null));
        }
        if (!Digits.areDigits(table) || !Decimalisation.isStrong(table)) {
            throw ErrorCode.DECIMALISATION_TABLE.refusal();
        }
        return table;
    }

    /** An offset of that many digits in a field of 12, F behind. */
    static byte[] offset(RequestReader in, int length) throws HostRefusal {
        final byte[] field = in.bytes(OFFSET_LENGTH);
        if (!Digits.areDigits(field, 0, length)) throw ErrorCode.INPUT.refusal();
        return Arrays.copyOf(field, length);
    }

    static void writeOffset(ResponseWriter out, byte[] offset) {
        out.filled(offset, OFFSET_LENGTH);
    }

    /** The list of excluded PINs that may follow: asterisk, count, length, digits. */
    static void requireAllowed(RequestReader in, byte[] pin) throws HostRefusal {
        if (!in.skip('*')) return;
        final int count = in.decimal(2);
        final int length = in.decimal(2);
        boolean isExcluded = false;
        for (int i = 0; i < count; i++) {
            final byte[] excluded = in.digits(length);
            isExcluded |= Secrets.areEqual(excluded, pin);
        }
        if (isExcluded) throw ErrorCode.EXCLUDED_PIN.refusal();
    }

    static byte[] fill(Device device, PinBlockFormat format) {
        return ClearPinBlock.randomFill(format, device.random());
    }
}
