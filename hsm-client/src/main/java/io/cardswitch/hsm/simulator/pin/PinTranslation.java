package io.cardswitch.hsm.simulator.pin;

import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Secrets;
import io.cardswitch.hsm.crypto.pin.PinBlockFormat;
import io.cardswitch.hsm.simulator.device.Device;
import io.cardswitch.hsm.simulator.device.DeviceKey;
import io.cardswitch.hsm.simulator.device.KeyRole;
import io.cardswitch.hsm.simulator.host.CommandTable;
import io.cardswitch.hsm.simulator.host.ErrorCode;
import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;
import io.cardswitch.hsm.simulator.host.ResponseWriter;

/** PINs from one key and format to another, and between blocks and the LMK. */
public final class PinTranslation {
    private PinTranslation() {}

    /** Adds CA, CC, G0, CI, JC, JE and JG. */
    public static void addTo(CommandTable<Device> table) {
        table.add("CA", (in, out, device) -> translate(in, out, device, KeyRole.TPK))
                .add("CC", (in, out, device) -> translate(in, out, device, KeyRole.ZPK))
                .add("G0", PinTranslation::translateDukpt)
                .add("CI", PinTranslation::translateLegacyDukpt)
                .add("JC", (in, out, device) -> toLmk(in, out, device, KeyRole.TPK))
                .add("JE", (in, out, device) -> toLmk(in, out, device, KeyRole.ZPK))
                .add("JG", PinTranslation::fromLmk);
    }

    private static void translate(
            RequestReader in, ResponseWriter out, Device device, KeyRole sourceRole)
            throws HostRefusal, CryptoException {
        try (PinCipher source = PinCipher.read(in, device, sourceRole);
                PinCipher target = target(in, device)) {
            final int longest = in.decimal(2);
            final byte[] block = PinFields.block(in, source.isAes());
            final PinBlockFormat from = PinFields.format(in);
            final PinBlockFormat to = PinFields.format(in);
            final byte[] account = PinFields.account(in, from == PinBlockFormat.PLUS ? from : to);
            in.end();
            final byte[] pin = source.pin(block, from, account);
            try {
                if (pin.length > longest) throw ErrorCode.PIN_LENGTH.refusal();
                write(out, pin, target.block(pin, to, account, device), to);
            } finally {
                Secrets.wipe(pin);
            }
        }
    }

    /**
     * A ZPK, or a base key with the serial number of the transaction: behind a flag under a variant
     * LMK ({@code *} type 1, {@code ~} type 2), by its usage in a key block.
     */
    private static PinCipher target(RequestReader in, Device device)
            throws HostRefusal, CryptoException {
        final KeyRole flagged = in.skip('*') ? KeyRole.BDK_1 : in.skip('~') ? KeyRole.BDK_2 : null;
        final KeyRole role = flagged == null && isBaseKeyBlock(in) ? KeyRole.BDK_1 : flagged;
        if (role == null) {
            return PinCipher.of(device.key(in, KeyRole.ZPK, ErrorCode.DESTINATION_KEY_PARITY));
        }
        final DeviceKey bdk = device.key(in, role, ErrorCode.DESTINATION_KEY_PARITY);
        return PinCipher.dukpt(bdk, device.keySerial(in));
    }

    private static boolean isBaseKeyBlock(RequestReader in) {
        return in.peek() == 'S' && in.peek(6) == 'B' && in.peek(7) == '0';
    }

    /** The base key's serial number comes behind both keys, then that of the target's, if any. */
    private static void translateDukpt(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final DeviceKey bdk = baseKey(in, device);
        final KeyRole flagged = in.skip('*') ? KeyRole.BDK_1 : in.skip('~') ? KeyRole.BDK_2 : null;
        final KeyRole role = flagged == null && isBaseKeyBlock(in) ? KeyRole.BDK_1 : flagged;
        final DeviceKey key =
                device.key(in, role == null ? KeyRole.ZPK : role, ErrorCode.DESTINATION_KEY_PARITY);
        final byte[] serial = device.keySerial(in);
        final byte[] targetSerial = role == null ? null : device.keySerial(in);
        try (PinCipher source = PinCipher.dukpt(bdk, serial);
                PinCipher target =
                        role == null ? PinCipher.of(key) : PinCipher.dukpt(key, targetSerial)) {
            final byte[] block = PinFields.block(in, false);
            final PinBlockFormat from = PinFields.format(in);
            final PinBlockFormat to = PinFields.format(in);
            final byte[] account = PinFields.account(in, from);
            final byte[] targetAccount = in.skip(';') ? PinFields.account(in, to) : account;
            in.end();
            final byte[] pin = source.pin(block, from, account);
            try {
                write(out, pin, target.block(pin, to, targetAccount, device), to);
            } finally {
                Secrets.wipe(pin);
            }
        }
    }

    /** A base key, of another type than 1 behind a flag. */
    static DeviceKey baseKey(RequestReader in, Device device) throws HostRefusal, CryptoException {
        final KeyRole role =
                in.skip('~') ? KeyRole.BDK_2 : in.skip('!') ? KeyRole.BDK_3 : KeyRole.BDK_1;
        return device.key(in, role);
    }

    private static void write(ResponseWriter out, byte[] pin, byte[] block, PinBlockFormat format) {
        out.decimal(pin.length, 2).hex(block).decimal(format.code(), 2);
    }

    private static void translateLegacyDukpt(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final DeviceKey bdk = device.key(in, KeyRole.BDK_1);
        final DeviceKey zpk = device.key(in, KeyRole.ZPK, ErrorCode.DESTINATION_KEY_PARITY);
        final byte[] serial = device.keySerial(in);
        try (PinCipher source = PinCipher.dukpt(bdk, serial)) {
            final byte[] block = PinFields.block(in, false);
            final PinBlockFormat to = PinFields.format(in);
            final byte[] account = PinFields.account(in, to);
            in.end();
            final byte[] pin = source.pin(block, PinBlockFormat.ISO_0, account);
            try {
                write(out, pin, PinCipher.of(zpk).block(pin, to, account, device), to);
            } finally {
                Secrets.wipe(pin);
            }
        }
    }

    private static void toLmk(RequestReader in, ResponseWriter out, Device device, KeyRole role)
            throws HostRefusal, CryptoException {
        try (PinCipher source = PinCipher.read(in, device, role)) {
            final byte[] block = PinFields.block(in, source.isAes());
            final PinBlockFormat format = PinFields.format(in);
            final byte[] account = PinFields.account(in, format);
            in.end();
            final byte[] pin = source.pin(block, format, account);
            PinFields.writeStoredPin(out, pin);
            Secrets.wipe(pin);
        }
    }

    private static void fromLmk(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        try (PinCipher target = PinCipher.read(in, device, KeyRole.ZPK)) {
            final PinBlockFormat format = PinFields.format(in);
            final byte[] account = PinFields.account(in, format);
            final byte[] pin = PinFields.storedPin(in, in.fieldLength());
            try {
                in.end();
                out.hex(target.block(pin, format, account, device));
            } finally {
                Secrets.wipe(pin);
            }
        }
    }
}
