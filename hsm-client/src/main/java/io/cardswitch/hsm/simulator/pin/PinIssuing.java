package io.cardswitch.hsm.simulator.pin;

import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Digits;
import io.cardswitch.hsm.crypto.Secrets;
import io.cardswitch.hsm.crypto.pin.ClearPinBlock;
import io.cardswitch.hsm.crypto.pin.Ibm3624;
import io.cardswitch.hsm.crypto.pin.PinBlockFormat;
import io.cardswitch.hsm.simulator.device.Device;
import io.cardswitch.hsm.simulator.device.DeviceKey;
import io.cardswitch.hsm.simulator.device.KeyRole;
import io.cardswitch.hsm.simulator.host.CommandTable;
import io.cardswitch.hsm.simulator.host.ErrorCode;
import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;
import io.cardswitch.hsm.simulator.host.ResponseWriter;
import io.cardswitch.hsm.simulator.pin.PinReference.Method;

import java.util.Arrays;

/** PINs made and stored, and the values that go on a card for them. */
public final class PinIssuing {
    private static final int ACCOUNT_DIGITS = 12;
    private static final int OFFSET_TAIL = 2 + ACCOUNT_DIGITS + 16 + Ibm3624.TEMPLATE_LENGTH;
    private static final int PVV_TAIL = ACCOUNT_DIGITS + 1;

    private PinIssuing() {}

    /** Adds JA, BA, NG, BQ, BG, QK, DE, EE and DG. */
    public static void addTo(CommandTable<Device> table) {
        table.add("JA", PinIssuing::randomPin)
                .add("BA", PinIssuing::encryptPin)
                .add("NG", PinIssuing::decryptPin)
                .add("BQ", PinIssuing::translateAlgorithm)
                .add("BG", PinIssuing::renew)
                .add("QK", PinIssuing::changeAccount)
                .add("DE", (in, out, d) -> value(in, out, d, Method.OFFSET, OFFSET_TAIL))
                .add("EE", PinIssuing::derivePin)
                .add("DG", (in, out, d) -> value(in, out, d, Method.PVV, PVV_TAIL));
    }

    private static void randomPin(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal {
        in.digits(ACCOUNT_DIGITS, ErrorCode.ACCOUNT);
        final int length = in.hasField() ? in.decimal(2) : ClearPinBlock.MIN_PIN;
        if (length < ClearPinBlock.MIN_PIN || length > ClearPinBlock.MAX_PIN) {
            throw ErrorCode.PIN_LENGTH_MISMATCH.refusal();
        }
        final byte[] pin = new byte[length];
        for (int i = 0; i < length; i++) {
            pin[i] = (byte) ('0' + device.random().nextInt(10));
        }
        PinFields.requireAllowed(in, pin);
        in.end();
        PinFields.writeStoredPin(out, pin);
        Secrets.wipe(pin);
    }

    /**
     * BA: a clear PIN in a field one digit longer than it, F behind or 0 in front; the account. A
     * field of L digits holds PINs of less than L.
     */
    private static void encryptPin(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal {
        device.requireAuthorised();
        final byte[] field = in.bytes(in.fieldLength() - ACCOUNT_DIGITS);
        in.digits(ACCOUNT_DIGITS, ErrorCode.ACCOUNT);
        in.end();
        int end = field.length;
        while (end > 0 && field[end - 1] == 'F') {
            end--;
        }
        final int start = end == field.length && end > 0 && field[0] == '0' ? 1 : 0;
        final byte[] pin = Arrays.copyOfRange(field, start, end);
        final boolean isFilled = pin.length < field.length;
        Secrets.wipe(field);
        try {
            if (!isFilled
                    || pin.length < ClearPinBlock.MIN_PIN
                    || pin.length > ClearPinBlock.MAX_PIN) {
                throw ErrorCode.PIN_LENGTH.refusal();
            }
            if (!Digits.areDigits(pin)) throw ErrorCode.INPUT.refusal();
            PinFields.writeStoredPin(out, pin);
        } finally {
            Secrets.wipe(pin);
        }
    }

    private static void decryptPin(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal {
        device.requireAuthorised();
        in.digits(ACCOUNT_DIGITS, ErrorCode.ACCOUNT);
        final byte[] pin = PinFields.storedPin(in, in.fieldLength());
        in.end();
        out.bytes(pin);
        Secrets.wipe(pin);
    }

    /**
     * BQ: digits under the Visa algorithm, which stand for themselves here, to the device's own.
     */
    private static void translateAlgorithm(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal {
        device.requireAuthorised();
        in.digits(ACCOUNT_DIGITS, ErrorCode.ACCOUNT);
        final byte[] stored = in.digits(in.fieldLength());
        in.end();
        PinFields.writeStoredPin(out, stored);
        Secrets.wipe(stored);
    }

    /** BG: a stored PIN under a new LMK, which is the same here. */
    private static void renew(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal {
        in.digits(ACCOUNT_DIGITS, ErrorCode.ACCOUNT);
        final byte[] pin = PinFields.storedPin(in, in.fieldLength());
        in.end();
        PinFields.writeStoredPin(out, pin);
        Secrets.wipe(pin);
    }

    private static void changeAccount(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal {
        final byte[] pin = PinFields.storedPin(in, in.fieldLength() - 2 * ACCOUNT_DIGITS);
        in.digits(2 * ACCOUNT_DIGITS, ErrorCode.ACCOUNT);
        in.end();
        PinFields.writeStoredPin(out, pin);
        Secrets.wipe(pin);
    }

    /** DE and DG: the value of a stored PIN; what follows the PIN has this many characters. */
    private static void value(
            RequestReader in, ResponseWriter out, Device device, Method method, int tail)
            throws HostRefusal, CryptoException {
        final DeviceKey pvk = method.key(in, device, ErrorCode.SOURCE_KEY_PARITY);
        final byte[] pin = PinFields.storedPin(in, in.fieldLength() - tail);
        try {
            final PinReference reference = method.read(in, device, pvk, PinBlockFormat.ISO_0);
            in.end();
            reference.writeValue(out, pin);
        } finally {
            Secrets.wipe(pin);
        }
    }

    private static void derivePin(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final DeviceKey pvk = device.key(in, KeyRole.PVK_IBM);
        final byte[] field = in.bytes(PinFields.OFFSET_LENGTH);
        final PinReference.Offset reference =
                PinReference.Offset.read(in, device, pvk, PinBlockFormat.ISO_0);
        in.end();
        if (!Digits.areDigits(field, 0, reference.length())) throw ErrorCode.INPUT.refusal();
        final byte[] pin = reference.pin(Arrays.copyOf(field, reference.length()));
        PinFields.writeStoredPin(out, pin);
        Secrets.wipe(pin);
    }
}
