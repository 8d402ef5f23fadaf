package io.cardswitch.hsm.simulator.mac;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Iso9797Padding;
import io.cardswitch.hsm.crypto.Secrets;
import io.cardswitch.hsm.simulator.device.Device;
import io.cardswitch.hsm.simulator.device.DeviceKey;
import io.cardswitch.hsm.simulator.device.TransactionKeys;
import io.cardswitch.hsm.simulator.host.CommandTable;
import io.cardswitch.hsm.simulator.host.ErrorCode;
import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;
import io.cardswitch.hsm.simulator.host.ResponseWriter;

import java.util.Arrays;

/** MACs by M6 and M8, and under DUKPT keys by GW. */
public final class Macs {
    private static final int BLOCK = BlockCipher.TDES_BLOCK;

    private Macs() {}

    /** Adds M6, M8 and GW. */
    public static void addTo(CommandTable<Device> table) {
        table.add("M6", (in, out, device) -> answer(in, out, device, false))
                .add("M8", (in, out, device) -> answer(in, out, device, true))
                .add("GW", Macs::dukpt);
    }

    private static void answer(
            RequestReader in, ResponseWriter out, Device device, boolean isVerified)
            throws HostRefusal, CryptoException {
        final MacFields.Part part = MacFields.Part.read(in);
        final char input = in.character();
        if (input < '0' || input > '2') throw ErrorCode.INPUT.refusal();
        final int macLength = macLength(in.character());
        final char algorithm = in.character();
        final int padding = in.decimal(1);
        final DeviceKey key = device.key(in, MacFields.role(in.hexNumber(3)));
        final byte[] vector = part.vector(in);
        final int behind = isVerified && part.isLast() ? 2 * macLength : 0;
        final byte[] message = MacFields.message(in, in.hexNumber(4), input == '1', behind);
        final byte[] given = behind > 0 ? in.hex(behind) : null;
        in.end();
        if (algorithm == '6' && part != MacFields.Part.ONLY) throw ErrorCode.INPUT.refusal();
        final byte[] padded = padded(message, algorithm, padding, part.isLast());
        final byte[] mac = MacFields.mac(algorithm, key, vector, padded, part.isLast());
        Secrets.wipe(message);
        Secrets.wipe(padded);
        if (!part.isLast()) {
            out.hex(mac);
        } else if (!isVerified) {
            out.hex(mac, macLength);
        } else if (!Secrets.areEqual(mac, 0, given, 0, macLength)) {
            throw ErrorCode.VERIFICATION_FAILED.refusal();
        }
    }

    private static int macLength(char size) throws HostRefusal {
        return switch (size) {
            case '0' -> 4;
            case '1' -> 8;
            default -> throw ErrorCode.INPUT.refusal();
        };
    }

    /** Parts in front of the last, and messages without padding, come in whole blocks. */
    private static byte[] padded(byte[] message, char algorithm, int method, boolean isLast)
            throws HostRefusal {
        if (algorithm == '6') return message.clone();
        final Iso9797Padding padding = Iso9797Padding.of(method);
        if (padding == null && method != 0) throw ErrorCode.INPUT.refusal();
        if (padding != null && isLast) return padding.pad(message, BLOCK);
        if (message.length == 0 || message.length % BLOCK != 0) {
            throw ErrorCode.MESSAGE_LENGTH.refusal();
        }
        return message.clone();
    }

    /** Modes 1 to 3 verify 8, the left 4 or the right 4 bytes; modes 4 to 6 make them. */
    private static void dukpt(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final int mode = in.decimal(1);
        if (mode < 1 || mode > 6) throw ErrorCode.INPUT.refusal();
        in.require('1');
        final DeviceKey bdk = TransactionKeys.baseKey(in, device);
        final TransactionKeys keys = TransactionKeys.read(in, bdk);
        final boolean isVerified = mode <= 3;
        final int half = (mode - 1) % 3;
        final int offset = half == 2 ? 4 : 0;
        final int length = half == 0 ? 8 : 4;
        final byte[] given = isVerified ? in.hex(2 * length) : null;
        final byte[] message = MacFields.message(in, in.hexNumber(4), false, 0);
        in.end();
        final byte[] mac = keys.mac(message);
        Secrets.wipe(message);
        if (!isVerified) {
            out.hex(Arrays.copyOfRange(mac, offset, offset + length));
        } else if (!Secrets.areEqual(mac, offset, given, 0, length)) {
            throw ErrorCode.VERIFICATION_FAILED.refusal();
        }
    }
}
