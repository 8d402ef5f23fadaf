package io.cardswitch.hsm.simulator.pin;

import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Digits;
import io.cardswitch.hsm.crypto.Secrets;
import io.cardswitch.hsm.crypto.pin.ClearPinBlock;
import io.cardswitch.hsm.crypto.pin.Ibm3624;
import io.cardswitch.hsm.crypto.pin.PinBlockFormat;
import io.cardswitch.hsm.crypto.pin.Pvv;
import io.cardswitch.hsm.simulator.device.Device;
import io.cardswitch.hsm.simulator.device.DeviceKey;
import io.cardswitch.hsm.simulator.device.KeyRole;
import io.cardswitch.hsm.simulator.host.CommandTable;
import io.cardswitch.hsm.simulator.host.ErrorCode;
import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;
import io.cardswitch.hsm.simulator.host.ResponseWriter;

import java.util.Arrays;

/** PINs made and stored, and the values that go on a card for them. */
public final class PinIssuing {
    private static final int ACCOUNT_DIGITS = 12;
    private static final int OFFSET_TAIL = 2 + ACCOUNT_DIGITS + 16 + Ibm3624.TEMPLATE_LENGTH;

    private PinIssuing() {}

    /** Adds JA, BA, NG, BQ, BG, QK, DE, EE and DG. */
    public static void addTo(CommandTable<Device> table) {
        table.add("JA", PinIssuing::randomPin)
                .add("BA", PinIssuing::encryptPin)
                .add("NG", PinIssuing::decryptPin)
                .add("BQ", PinIssuing::translateAlgorithm)
                .add("BG", PinIssuing::renew)
                .add("QK", PinIssuing::changeAccount)
                .add("DE", PinIssuing::offset)
                .add("EE", PinIssuing::derivePin)
                .add("DG", PinIssuing::pvv);
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

    private static void offset(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final DeviceKey pvk = device.key(in, KeyRole.PVK_IBM);
        final byte[] pin = PinFields.storedPin(in, in.fieldLength() - OFFSET_TAIL);
        try {
            final int length = PinFields.checkLength(in);
            final byte[] account = PinFields.account(in, PinBlockFormat.ISO_0);
            final byte[] table = PinFields.table(in, device, pvk);
            final byte[] validation = PinFields.validation(in, account);
            writeOffset(out, pvk, validation, table, new Checked(pin, length, account));
            in.end();
        } finally {
            Secrets.wipe(pin);
        }
    }

    /** A PIN, how many digits of it an offset covers, and whose it is. */
    record Checked(byte[] pin, int length, byte[] account) {
        @Override
        public String toString() {
            return "PIN";
        }
    }

    /** Writes the offset of a PIN. */
    static void writeOffset(
            ResponseWriter out, DeviceKey pvk, byte[] validation, byte[] table, Checked checked)
            throws HostRefusal, CryptoException {
        if (checked.pin().length < checked.length()) throw ErrorCode.PIN_LENGTH.refusal();
        final byte[] natural = Ibm3624.naturalPin(pvk.cipher(), validation, table);
        PinFields.writeOffset(out, Ibm3624.offset(natural, checked.pin(), checked.length()));
        Secrets.wipe(natural);
    }

    private static void derivePin(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final DeviceKey pvk = device.key(in, KeyRole.PVK_IBM);
        final byte[] field = in.bytes(12);
        final int length = PinFields.checkLength(in);
        final byte[] account = PinFields.account(in, PinBlockFormat.ISO_0);
        final byte[] table = PinFields.table(in, device, pvk);
        final byte[] validation = PinFields.validation(in, account);
        in.end();
        if (!Digits.areDigits(field, 0, length)) throw ErrorCode.INPUT.refusal();
        final byte[] natural = Ibm3624.naturalPin(pvk.cipher(), validation, table);
        final byte[] pin = Ibm3624.pin(natural, Arrays.copyOf(field, length));
        PinFields.writeStoredPin(out, pin);
        Secrets.wipe(natural);
        Secrets.wipe(pin);
    }

    private static void pvv(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final DeviceKey pvk = PinVerification.visaKey(in, device);
        final byte[] pin = PinFields.storedPin(in, in.fieldLength() - ACCOUNT_DIGITS - 1);
        try {
            final byte[] account = PinFields.account(in, PinBlockFormat.ISO_0);
            final byte[] index = in.digits(1);
            in.end();
            out.bytes(Pvv.generate(pvk.cipher(), account, index, pin));
        } finally {
            Secrets.wipe(pin);
        }
    }
}
