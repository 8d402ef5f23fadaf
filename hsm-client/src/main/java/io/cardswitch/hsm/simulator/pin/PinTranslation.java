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
                PinCipher target = Target.read(in, device).open(in)) {
            final int longest = in.decimal(2);
            final Block block = Block.read(in, source);
            in.end();
            final byte[] pin = block.pin(source);
            try {
                if (pin.length > longest) throw ErrorCode.PIN_LENGTH.refusal();
                block.write(out, pin, target, block.account, device);
            } finally {
                Secrets.wipe(pin);
            }
        }
    }

    /** A block with its formats, old and new, and its account. */
    private record Block(byte[] block, PinBlockFormat from, PinBlockFormat to, Account account) {
        static Block read(RequestReader in, PinCipher source) throws HostRefusal {
            final byte[] block = PinFields.block(in, source.isAes());
            final PinBlockFormat from = PinFields.format(in);
            final PinBlockFormat to = PinFields.format(in);
            return new Block(block, from, to, Account.read(in, from, to));
        }

        byte[] pin(PinCipher source) throws HostRefusal, CryptoException {
            return source.pin(block, from, account.of(from));
        }

        /** Writes the PIN's length, its block under the other key, the format of that. */
        void write(ResponseWriter out, byte[] pin, PinCipher target, Account bound, Device device)
                throws HostRefusal, CryptoException {
            out.decimal(pin.length, 2)
                    .hex(target.block(pin, to, bound.of(to), device))
                    .decimal(to.code(), 2);
        }

        @Override
        public String toString() {
            return "PIN block";
        }
    }

    /**
     * A ZPK, or a base key: behind a flag under a variant LMK ({@code *} type 1, {@code ~} type 2),
     * by its usage in a key block.
     */
    private record Target(DeviceKey key, boolean isBase) {
        static Target read(RequestReader in, Device device) throws HostRefusal, CryptoException {
            KeyRole role = KeyRole.ZPK;
            if (in.skip('*') || Device.isBaseKeyBlock(in)) {
                role = KeyRole.BDK_1;
            } else if (in.skip('~')) {
                role = KeyRole.BDK_2;
            }
            final DeviceKey key = device.key(in, role, ErrorCode.DESTINATION_KEY_PARITY);
            return new Target(key, role != KeyRole.ZPK);
        }

        /** The serial number of the transaction follows for a base key. */
        PinCipher open(RequestReader in) throws HostRefusal, CryptoException {
            return isBase ? PinCipher.dukpt(TransactionKeys.read(in, key)) : PinCipher.of(key);
        }
    }

    /** The base key's serial number comes behind both keys, then that of the target's, if any. */
    private static void translateDukpt(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final DeviceKey bdk = TransactionKeys.baseKey(in, device);
        final Target key = Target.read(in, device);
        try (PinCipher source = PinCipher.dukpt(TransactionKeys.read(in, bdk));
                PinCipher target = key.open(in)) {
            final Block block = Block.read(in, source);
            final Account account = in.skip(';') ? Account.read(in, block.to) : block.account;
            in.end();
            final byte[] pin = block.pin(source);
            try {
                block.write(out, pin, target, account, device);
            } finally {
                Secrets.wipe(pin);
            }
        }
    }

    private static void translateLegacyDukpt(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final DeviceKey bdk = device.key(in, KeyRole.BDK_1);
        final DeviceKey zpk = device.key(in, KeyRole.ZPK, ErrorCode.DESTINATION_KEY_PARITY);
        try (PinCipher source = PinCipher.dukpt(TransactionKeys.read(in, bdk))) {
            final byte[] bytes = PinFields.block(in, false);
            final PinBlockFormat to = PinFields.format(in);
            final PinBlockFormat from = PinBlockFormat.ISO_0;
            final Block block = new Block(bytes, from, to, Account.read(in, from, to));
            in.end();
            final byte[] pin = block.pin(source);
            try {
                block.write(out, pin, PinCipher.of(zpk), block.account, device);
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
            final Account account = Account.read(in, format);
            in.end();
            final byte[] pin = source.pin(block, format, account.of(format));
            PinFields.writeStoredPin(out, pin);
            Secrets.wipe(pin);
        }
    }

    private static void fromLmk(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        try (PinCipher target = PinCipher.read(in, device, KeyRole.ZPK)) {
            final PinBlockFormat format = PinFields.format(in);
            final Account account = Account.read(in, format);
            final byte[] pin = PinFields.storedPin(in, in.fieldLength());
            try {
                in.end();
                out.hex(target.block(pin, format, account.of(format), device));
            } finally {
                Secrets.wipe(pin);
            }
        }
    }
}
