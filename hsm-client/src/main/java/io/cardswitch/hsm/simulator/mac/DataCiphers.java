package io.cardswitch.hsm.simulator.mac;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.Secrets;
import io.cardswitch.hsm.simulator.device.Device;
import io.cardswitch.hsm.simulator.device.DeviceKey;
import io.cardswitch.hsm.simulator.device.KeyRole;
import io.cardswitch.hsm.simulator.device.TransactionKeys;
import io.cardswitch.hsm.simulator.host.CommandTable;
import io.cardswitch.hsm.simulator.host.ErrorCode;
import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;
import io.cardswitch.hsm.simulator.host.ResponseWriter;

import java.util.Arrays;

/** Data enciphered, deciphered and translated, in ECB and CBC. */
public final class DataCiphers {
    private static final int ECB = 0;
    private static final int CBC = 1;
    private static final char HEX = '1';

    private DataCiphers() {}

    /** Adds M0, M2 and M4. */
    public static void addTo(CommandTable<Device> table) {
        table.add("M0", (in, out, device) -> one(in, out, device, true))
                .add("M2", (in, out, device) -> one(in, out, device, false))
                .add("M4", DataCiphers::translate);
    }

    /** A cipher with its mode; closed when it was made for one transaction only. */
    private record Keyed(BlockCipher cipher, boolean isOwned) implements AutoCloseable {
        static Keyed read(RequestReader in, Device device) throws HostRefusal, CryptoException {
            final KeyRole role =
                    switch (in.hexNumber(3)) {
                        case 0x00A -> KeyRole.ZEK;
                        case 0x00B -> KeyRole.DEK;
                        case 0x009 -> KeyRole.BDK_1;
                        case 0x609 -> KeyRole.BDK_2;
                        case 0xFFF -> Device.isBaseKeyBlock(in) ? KeyRole.BDK_1 : KeyRole.DEK;
                        default -> throw ErrorCode.KEY_TYPE_CODE.refusal();
                    };
            final DeviceKey key = device.key(in, role);
            return role == KeyRole.ZEK || role == KeyRole.DEK
                    ? new Keyed(key.cipher(), false)
                    : new Keyed(TransactionKeys.read(in, key).data(), true);
        }

        byte[] vector(RequestReader in, int mode) throws HostRefusal {
            return mode == ECB ? null : in.hex(2 * cipher.blockLength());
        }

        byte[] apply(byte[] vector, byte[] data, boolean encrypts) throws HostRefusal {
            if (data.length == 0 || data.length % cipher.blockLength() != 0) {
                throw ErrorCode.MESSAGE_LENGTH.refusal();
            }
            if (vector == null) return encrypts ? cipher.encrypt(data) : cipher.decrypt(data);
            return encrypts ? cipher.encryptCbc(vector, data) : cipher.decryptCbc(vector, data);
        }

        /** The last enciphered block: the vector of what follows. */
        byte[] next(byte[] enciphered) {
            return Arrays.copyOfRange(
                    enciphered, enciphered.length - cipher.blockLength(), enciphered.length);
        }

        @Override
        public void close() {
            if (isOwned) {
                cipher.close();
            }
        }
    }

    private static int mode(RequestReader in) throws HostRefusal {
        final int mode = in.decimal(2);
        if (mode != ECB && mode != CBC) throw ErrorCode.INPUT.refusal();
        return mode;
    }

    private static char form(RequestReader in) throws HostRefusal {
        final char form = in.character();
        if (form < '0' || form > '2') throw ErrorCode.INPUT.refusal();
        return form;
    }

    private static void one(RequestReader in, ResponseWriter out, Device device, boolean encrypts)
            throws HostRefusal, CryptoException {
        final int mode = mode(in);
        final char inForm = form(in);
        final char outForm = form(in);
        try (Keyed keyed = Keyed.read(in, device)) {
            final byte[] vector = keyed.vector(in, mode);
            final byte[] data = data(in, inForm);
            in.end();
            final byte[] result = keyed.apply(vector, data, encrypts);
            if (vector != null) {
                out.hex(keyed.next(encrypts ? result : data));
            }
            write(out, result, outForm);
            Secrets.wipe(data);
            Secrets.wipe(result);
        }
    }

    private static void translate(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final int sourceMode = mode(in);
        final int targetMode = mode(in);
        final char inForm = form(in);
        final char outForm = form(in);
        try (Keyed source = Keyed.read(in, device);
                Keyed target = Keyed.read(in, device)) {
            final byte[] sourceVector = source.vector(in, sourceMode);
            final byte[] targetVector = target.vector(in, targetMode);
            final byte[] data = data(in, inForm);
            in.end();
            final byte[] clear = source.apply(sourceVector, data, false);
            final byte[] result = target.apply(targetVector, clear, true);
            Secrets.wipe(clear);
            if (sourceVector != null) {
                out.hex(source.next(data));
            }
            if (targetVector != null) {
                out.hex(target.next(result));
            }
            write(out, result, outForm);
        }
    }

    private static byte[] data(RequestReader in, char form) throws HostRefusal {
        return MacFields.message(in, in.hexNumber(4), form == HEX, 0);
    }

    private static void write(ResponseWriter out, byte[] data, char form) {
        final byte[] shown = form == HEX ? Hex.encode(data) : data;
        out.hexNumber(shown.length, 4).bytes(shown);
    }
}
