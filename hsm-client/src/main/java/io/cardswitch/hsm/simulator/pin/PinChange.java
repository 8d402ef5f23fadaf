package io.cardswitch.hsm.simulator.pin;

import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Secrets;
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

/** PINs that a customer chose, with and without the old one to prove it. */
public final class PinChange {
    private PinChange() {}

    /** Adds BK, FW, DU and CU. */
    public static void addTo(CommandTable<Device> table) {
        table.add("BK", PinChange::chosenOffset)
                .add("FW", PinChange::chosenPvv)
                .add("DU", PinChange::changeOffset)
                .add("CU", PinChange::changePvv);
    }

    private static void chosenOffset(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        try (PinCipher source = PinCipher.readTyped(in, device)) {
            final DeviceKey pvk = ibmKey(in, device);
            final byte[] block = PinFields.block(in, source.isAes());
            final PinBlockFormat format = PinFields.format(in);
            final int length = PinFields.checkLength(in);
            final byte[] account = PinFields.account(in, format);
            final byte[] pin = source.pin(block, format, account);
            try {
                final byte[] table = PinFields.table(in, device, pvk);
                final byte[] validation = PinFields.validation(in, account);
                PinIssuing.writeOffset(
                        out, pvk, validation, table, new PinIssuing.Checked(pin, length, account));
                PinFields.requireAllowed(in, pin);
                in.end();
            } finally {
                Secrets.wipe(pin);
            }
        }
    }

    private static DeviceKey ibmKey(RequestReader in, Device device)
            throws HostRefusal, CryptoException {
        return device.key(in, KeyRole.PVK_IBM, ErrorCode.DESTINATION_KEY_PARITY);
    }

    private static void chosenPvv(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        try (PinCipher source = PinCipher.readTyped(in, device)) {
            final DeviceKey pvk = PinVerification.visaKey(in, device);
            final byte[] block = PinFields.block(in, source.isAes());
            final PinBlockFormat format = PinFields.format(in);
            final byte[] account = PinFields.account(in, format);
            final byte[] index = in.digits(1);
            final byte[] pin = source.pin(block, format, account);
            try {
                PinFields.requireAllowed(in, pin);
                in.end();
                out.bytes(Pvv.generate(pvk.cipher(), account, index, pin));
            } finally {
                Secrets.wipe(pin);
            }
        }
    }

    private static void changeOffset(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        try (PinCipher source = PinCipher.readTyped(in, device)) {
            final DeviceKey pvk = ibmKey(in, device);
            final byte[] oldBlock = PinFields.block(in, source.isAes());
            final PinBlockFormat format = PinFields.format(in);
            final int length = PinFields.checkLength(in);
            final byte[] account = PinFields.account(in, format);
            final byte[] table = PinFields.table(in, device, pvk);
            final byte[] validation = PinFields.validation(in, account);
            final byte[] offset = PinFields.offset(in, length);
            final byte[] newBlock = PinFields.block(in, source.isAes());
            final byte[] oldPin = source.pin(oldBlock, format, account);
            final boolean isRight =
                    PinVerification.isOffsetRight(pvk, validation, table, offset, oldPin);
            Secrets.wipe(oldPin);
            PinVerification.requireRight(isRight);
            final byte[] pin = source.pin(newBlock, format, account);
            try {
                PinFields.requireAllowed(in, pin);
                in.end();
                PinIssuing.writeOffset(
                        out, pvk, validation, table, new PinIssuing.Checked(pin, length, account));
            } finally {
                Secrets.wipe(pin);
            }
        }
    }

    private static void changePvv(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        try (PinCipher source = PinCipher.readTyped(in, device)) {
            final DeviceKey pvk = PinVerification.visaKey(in, device);
            final byte[] oldBlock = PinFields.block(in, source.isAes());
            final PinBlockFormat format = PinFields.format(in);
            final byte[] account = PinFields.account(in, format);
            final byte[] index = in.digits(1);
            final byte[] pvv = in.digits(Pvv.LENGTH);
            final byte[] newBlock = PinFields.block(in, source.isAes());
            final byte[] oldPin = source.pin(oldBlock, format, account);
            final byte[] expected = Pvv.generate(pvk.cipher(), account, index, oldPin);
            Secrets.wipe(oldPin);
            PinVerification.requireRight(Secrets.areEqual(expected, pvv));
            final byte[] pin = source.pin(newBlock, format, account);
            try {
                PinFields.requireAllowed(in, pin);
                in.end();
                out.bytes(Pvv.generate(pvk.cipher(), account, index, pin));
            } finally {
                Secrets.wipe(pin);
            }
        }
    }
}
