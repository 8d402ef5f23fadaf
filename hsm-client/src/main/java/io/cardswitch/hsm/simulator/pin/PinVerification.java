package io.cardswitch.hsm.simulator.pin;

import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Secrets;
import io.cardswitch.hsm.crypto.pin.PinBlockFormat;
import io.cardswitch.hsm.simulator.device.Device;
import io.cardswitch.hsm.simulator.device.DeviceKey;
import io.cardswitch.hsm.simulator.device.KeyRole;
import io.cardswitch.hsm.simulator.device.TransactionKeys;
import io.cardswitch.hsm.simulator.host.CommandTable;
import io.cardswitch.hsm.simulator.host.ErrorCode;
import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;
import io.cardswitch.hsm.simulator.host.ResponseWriter;
import io.cardswitch.hsm.simulator.pin.PinReference.Method;

/** PINs checked against a PVV, an IBM offset or a stored PIN. */
public final class PinVerification {
    private PinVerification() {}

    /** Adds DA, EA, DC, EC, GO, GQ, BC and BE. */
    public static void addTo(CommandTable<Device> table) {
        table.add("DA", (in, out, device) -> verifyOffset(in, device, KeyRole.TPK))
                .add("EA", (in, out, device) -> verifyOffset(in, device, KeyRole.ZPK))
                .add("DC", (in, out, device) -> verifyPvv(in, device, KeyRole.TPK))
                .add("EC", (in, out, device) -> verifyPvv(in, device, KeyRole.ZPK))
                .add("GO", (in, out, device) -> verifyDukpt(in, out, device, Method.OFFSET))
                .add("GQ", (in, out, device) -> verifyDukpt(in, out, device, Method.PVV))
                .add("BC", (in, out, device) -> compare(in, device, KeyRole.TPK))
                .add("BE", (in, out, device) -> compare(in, device, KeyRole.ZPK));
    }

    static void requireRight(boolean isRight) throws HostRefusal {
        if (!isRight) throw ErrorCode.VERIFICATION_FAILED.refusal();
    }

    private static void verifyOffset(RequestReader in, Device device, KeyRole role)
            throws HostRefusal, CryptoException {
        try (PinCipher source = PinCipher.read(in, device, role)) {
            final DeviceKey pvk = key(in, device, Method.OFFSET);
            in.decimal(2);
            final boolean isRight = isRight(in, device, source, Method.OFFSET, pvk);
            in.end();
            requireRight(isRight);
        }
    }

    private static void verifyPvv(RequestReader in, Device device, KeyRole role)
            throws HostRefusal, CryptoException {
        try (PinCipher source = PinCipher.read(in, device, role)) {
            final DeviceKey pvk = key(in, device, Method.PVV);
            final boolean isRight = isRight(in, device, source, Method.PVV, pvk);
            in.end();
            requireRight(isRight);
        }
    }

    private static DeviceKey key(RequestReader in, Device device, Method method)
            throws HostRefusal, CryptoException {
        return method.key(in, device, ErrorCode.DESTINATION_KEY_PARITY);
    }

    /** Reads from the block to the value, and tells whether they fit. */
    private static boolean isRight(
            RequestReader in, Device device, PinCipher source, Method method, DeviceKey pvk)
            throws HostRefusal, CryptoException {
        final byte[] block = PinFields.block(in, source.isAes());
        final PinBlockFormat format = PinFields.format(in);
        final PinReference reference = method.read(in, device, pvk, format);
        final byte[] value = reference.readValue(in);
        final byte[] pin = source.pin(block, format, reference.account().of(format));
        try {
            return reference.isRight(pin, value);
        } finally {
            Secrets.wipe(pin);
        }
    }

    private static void verifyDukpt(
            RequestReader in, ResponseWriter out, Device device, Method method)
            throws HostRefusal, CryptoException {
        final char mode = in.character();
        final boolean hasMac = mode == '1';
        if (!hasMac && mode != '0') throw ErrorCode.INPUT.refusal();
        final int macDigits = hasMac ? macDigits(in) : 0;
        final DeviceKey bdk = TransactionKeys.baseKey(in, device);
        final DeviceKey pvk = key(in, device, method);
        final TransactionKeys keys = TransactionKeys.read(in, bdk);
        try (PinCipher source = PinCipher.dukpt(keys)) {
            final boolean isRight = isRight(in, device, source, method, pvk);
            boolean isMacRight = true;
            if (hasMac) {
                final byte[] mac = in.hex(macDigits);
                final byte[] message = in.bytes(in.hexNumber(4));
                isMacRight = Secrets.areEqual(keys.mac(message), 0, mac, 0, mac.length);
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

    private static void compare(RequestReader in, Device device, KeyRole role)
            throws HostRefusal, CryptoException {
        try (PinCipher source = PinCipher.read(in, device, role)) {
            final byte[] block = PinFields.block(in, source.isAes());
            final PinBlockFormat format = PinFields.format(in);
            final Account account = Account.read(in, format);
            final byte[] stored = PinFields.storedPin(in, in.fieldLength());
            in.end();
            final byte[] pin = source.pin(block, format, account.of(format));
            final boolean isRight = Secrets.areEqual(stored, pin);
            Secrets.wipe(stored);
            Secrets.wipe(pin);
            requireRight(isRight);
        }
    }
}
