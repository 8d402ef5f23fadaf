package io.cardswitch.hsm.simulator.pin;

import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Iso9797Mac;
import io.cardswitch.hsm.crypto.Iso9797Padding;
import io.cardswitch.hsm.crypto.Secrets;
import io.cardswitch.hsm.crypto.dukpt.TdesDukpt;
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

/** PINs checked against a PVV, an IBM offset or a stored PIN. */
public final class PinVerification {
    private static final int ACCOUNT_DIGITS = 12;

    private PinVerification() {}

    /**
     * A method of checking: reads its fields behind the block, and answers whether the PIN fits.
     */
    private interface Method {
        boolean isRight(RequestReader in, Device device, PinCipher source, DeviceKey pvk)
                throws HostRefusal, CryptoException;
    }

    /** Adds DA, EA, DC, EC, GO, GQ, BC and BE. */
    public static void addTo(CommandTable<Device> table) {
        table.add("DA", (in, out, device) -> verifyOffset(in, device, KeyRole.TPK))
                .add("EA", (in, out, device) -> verifyOffset(in, device, KeyRole.ZPK))
                .add("DC", (in, out, device) -> verifyPvv(in, device, KeyRole.TPK))
                .add("EC", (in, out, device) -> verifyPvv(in, device, KeyRole.ZPK))
                .add(
                        "GO",
                        (in, out, device) ->
                                verifyDukpt(
                                        in, out, device, KeyRole.PVK_IBM, PinVerification::offset))
                .add(
                        "GQ",
                        (in, out, device) ->
                                verifyDukpt(
                                        in, out, device, KeyRole.PVK_VISA, PinVerification::pvv))
                .add("BC", (in, out, device) -> compare(in, device, KeyRole.TPK))
                .add("BE", (in, out, device) -> compare(in, device, KeyRole.ZPK));
    }

    static void requireRight(boolean isRight) throws HostRefusal {
        if (!isRight) throw ErrorCode.VERIFICATION_FAILED.refusal();
    }

    private static void verifyOffset(RequestReader in, Device device, KeyRole role)
            throws HostRefusal, CryptoException {
        try (PinCipher source = PinCipher.read(in, device, role)) {
            final DeviceKey pvk = device.key(in, KeyRole.PVK_IBM, ErrorCode.DESTINATION_KEY_PARITY);
            in.decimal(2);
            final boolean isRight = offset(in, device, source, pvk);
            in.end();
            requireRight(isRight);
        }
    }

    private static void verifyPvv(RequestReader in, Device device, KeyRole role)
            throws HostRefusal, CryptoException {
        try (PinCipher source = PinCipher.read(in, device, role)) {
            final DeviceKey pvk = visaKey(in, device);
            final boolean isRight = pvv(in, device, source, pvk);
            in.end();
            requireRight(isRight);
        }
    }

    /** A PVK pair; any other length is error 27. */
    static DeviceKey visaKey(RequestReader in, Device device) throws HostRefusal, CryptoException {
        final DeviceKey pvk = device.key(in, KeyRole.PVK_VISA, ErrorCode.DESTINATION_KEY_PARITY);
        if (pvk.length() != 16) throw ErrorCode.KEY_LENGTH.refusal();
        return pvk;
    }

    private static boolean offset(RequestReader in, Device device, PinCipher source, DeviceKey pvk)
            throws HostRefusal, CryptoException {
        final byte[] block = PinFields.block(in, source.isAes());
        final PinBlockFormat format = PinFields.format(in);
        final int length = PinFields.checkLength(in);
        final byte[] account = PinFields.account(in, format);
        final byte[] table = PinFields.table(in, device, pvk);
        final byte[] validation = PinFields.validation(in, account);
        final byte[] offset = PinFields.offset(in, length);
        final byte[] pin = source.pin(block, format, account);
        try {
            return isOffsetRight(pvk, validation, table, offset, pin);
        } finally {
            Secrets.wipe(pin);
        }
    }

    /** Whether natural PIN plus offset are the leftmost digits of the PIN. */
    static boolean isOffsetRight(
            DeviceKey pvk, byte[] validation, byte[] table, byte[] offset, byte[] pin)
            throws CryptoException {
        final byte[] natural = Ibm3624.naturalPin(pvk.cipher(), validation, table);
        final byte[] expected = Ibm3624.pin(natural, offset);
        final byte[] given = Arrays.copyOf(pin, expected.length);
        try {
            return Secrets.areEqual(expected, given);
        } finally {
            Secrets.wipe(natural);
            Secrets.wipe(expected);
            Secrets.wipe(given);
        }
    }

    private static boolean pvv(RequestReader in, Device device, PinCipher source, DeviceKey pvk)
            throws HostRefusal, CryptoException {
        final byte[] block = PinFields.block(in, source.isAes());
        final PinBlockFormat format = PinFields.format(in);
        final byte[] account = PinFields.account(in, format);
        final byte[] checked = in.skip(';') ? in.digits(ACCOUNT_DIGITS) : account;
        final byte[] index = in.digits(1);
        final byte[] given = in.digits(Pvv.LENGTH);
        final byte[] pin = source.pin(block, format, account);
        try {
            return Secrets.areEqual(Pvv.generate(pvk.cipher(), checked, index, pin), given);
        } finally {
            Secrets.wipe(pin);
        }
    }

    private static void verifyDukpt(
            RequestReader in, ResponseWriter out, Device device, KeyRole pvkRole, Method method)
            throws HostRefusal, CryptoException {
        final char mode = in.character();
        final boolean hasMac = mode == '1';
        if (!hasMac && mode != '0') throw ErrorCode.INPUT.refusal();
        final int macDigits = hasMac ? macDigits(in) : 0;
        final DeviceKey bdk = PinTranslation.baseKey(in, device);
        final DeviceKey pvk =
                pvkRole == KeyRole.PVK_VISA
                        ? visaKey(in, device)
                        : device.key(in, pvkRole, ErrorCode.DESTINATION_KEY_PARITY);
        final byte[] serial = device.keySerial(in);
        try (PinCipher source = PinCipher.dukpt(bdk, serial)) {
            final boolean isRight = method.isRight(in, device, source, pvk);
            boolean isMacRight = true;
            if (hasMac) {
                final byte[] mac = in.hex(macDigits);
                final byte[] message = in.bytes(in.hexNumber(4));
                isMacRight = isMacRight(bdk, serial, message, mac);
            }
            in.end();
            if (hasMac) {
                out.text((isMacRight ? ErrorCode.OK : ErrorCode.VERIFICATION_FAILED).code());
            }
            if (!isRight || !isMacRight) {
                out.advise(ErrorCode.VERIFICATION_FAILED);
            }
        }
    }

    private static int macDigits(RequestReader in) throws HostRefusal {
        final char macMode = in.character();
        in.character();
        return macMode == '1' ? 16 : 8;
    }

    /** Whether the leftmost bytes of the retail MAC under the transaction's MAC key are these. */
    private static boolean isMacRight(DeviceKey bdk, byte[] serial, byte[] message, byte[] mac)
            throws CryptoException {
        final byte[] key = TdesDukpt.workingKey(bdk.bytes(), serial, TdesDukpt.Use.MAC_REQUEST);
        try {
            final byte[] padded = Iso9797Padding.METHOD_1.pad(message, 8);
            final byte[] expected = Iso9797Mac.algorithm3(key, new byte[8], padded);
            return Secrets.areEqual(expected, 0, mac, 0, mac.length);
        } finally {
            Secrets.wipe(key);
        }
    }

    private static void compare(RequestReader in, Device device, KeyRole role)
            throws HostRefusal, CryptoException {
        try (PinCipher source = PinCipher.read(in, device, role)) {
            final byte[] block = PinFields.block(in, source.isAes());
            final PinBlockFormat format = PinFields.format(in);
            final byte[] account = PinFields.account(in, format);
            final byte[] stored = PinFields.storedPin(in, in.fieldLength());
            in.end();
            final byte[] pin = source.pin(block, format, account);
            final boolean isRight = Secrets.areEqual(stored, pin);
            Secrets.wipe(stored);
            Secrets.wipe(pin);
            requireRight(isRight);
        }
    }
}
