package io.cardswitch.hsm.simulator.pin;

import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Secrets;
import io.cardswitch.hsm.crypto.pin.PinBlockFormat;
import io.cardswitch.hsm.simulator.device.Device;
import io.cardswitch.hsm.simulator.device.DeviceKey;
import io.cardswitch.hsm.simulator.host.CommandTable;
import io.cardswitch.hsm.simulator.host.ErrorCode;
import io.cardswitch.hsm.simulator.host.HostCommand;
import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;
import io.cardswitch.hsm.simulator.host.ResponseWriter;

/** PINs that a customer chose, with and without the old one to prove it. */
public final class PinChange {
    private PinChange() {}

    /** Adds BK, FW, DU and CU. */
    public static void addTo(CommandTable<Device> table) {
        table.add("BK", command(PinReference.Method.OFFSET, false))
                .add("FW", command(PinReference.Method.PVV, false))
                .add("DU", command(PinReference.Method.OFFSET, true))
                .add("CU", command(PinReference.Method.PVV, true));
    }

    private static HostCommand<Device> command(PinReference.Method method, boolean hasOld) {
        return (in, out, device) -> {
            try (PinCipher source = PinCipher.readTyped(in, device)) {
                change(in, out, device, source, method, hasOld);
            }
        };
    }

    private static void change(
            RequestReader in,
            ResponseWriter out,
            Device device,
            PinCipher source,
            PinReference.Method method,
            boolean hasOld)
            throws HostRefusal, CryptoException {
        final DeviceKey pvk = method.key(in, device, ErrorCode.DESTINATION_KEY_PARITY);
        byte[] block = PinFields.block(in, source.isAes());
        final PinBlockFormat format = PinFields.format(in);
        final PinReference reference = method.read(in, device, pvk, format);
        final byte[] account = reference.account().of(format);
        if (hasOld) {
            final byte[] value = reference.readValue(in);
            final byte[] newBlock = PinFields.block(in, source.isAes());
            final byte[] old = source.pin(block, format, account);
            try {
                PinVerification.requireRight(reference.isRight(old, value));
            } finally {
                Secrets.wipe(old);
            }
            block = newBlock;
        }
        final byte[] pin = source.pin(block, format, account);
        try {
            PinFields.requireAllowed(in, pin);
            in.end();
            reference.writeValue(out, pin);
        } finally {
            Secrets.wipe(pin);
        }
    }
}
