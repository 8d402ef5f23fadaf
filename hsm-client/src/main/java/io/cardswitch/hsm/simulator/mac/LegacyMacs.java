package io.cardswitch.hsm.simulator.mac;

import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Iso9797Mac;
import io.cardswitch.hsm.crypto.Iso9797Padding;
import io.cardswitch.hsm.crypto.Secrets;
import io.cardswitch.hsm.simulator.device.Device;
import io.cardswitch.hsm.simulator.device.DeviceKey;
import io.cardswitch.hsm.simulator.device.KeyRole;
import io.cardswitch.hsm.simulator.host.CommandTable;
import io.cardswitch.hsm.simulator.host.ErrorCode;
import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;
import io.cardswitch.hsm.simulator.host.ResponseWriter;

/** The older MAC commands: with a TAK over a whole message, and over large messages in parts. */
public final class LegacyMacs {
    private static final int MAC_LENGTH = 4;
    private static final byte[] NO_VECTOR = new byte[8];

    private LegacyMacs() {}

    /** Adds MA, MC, ME, MQ, MS and MU. */
    public static void addTo(CommandTable<Device> table) {
        table.add("MA", LegacyMacs::generate)
                .add("MC", LegacyMacs::verify)
                .add("ME", LegacyMacs::translate)
                .add("MQ", (in, out, device) -> inParts(in, out, device, KeyRole.ZAK))
                .add("MU", (in, out, device) -> inParts(in, out, device, KeyRole.TAK))
                .add("MS", LegacyMacs::retailInParts);
    }

    private static void generate(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final DeviceKey tak = device.key(in, KeyRole.TAK);
        final byte[] message = MacFields.rest(in);
        in.end();
        out.hex(MacFields.x919(tak, NO_VECTOR, message, true), MAC_LENGTH);
    }

    private static void verify(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final DeviceKey tak = device.key(in, KeyRole.TAK);
        requireMac(in, tak);
    }

    /** Reads a MAC and the message behind it. */
    private static byte[] requireMac(RequestReader in, DeviceKey tak)
            throws HostRefusal, CryptoException {
        final byte[] given = in.hex(2 * MAC_LENGTH);
        final byte[] message = MacFields.rest(in);
        in.end();
        final byte[] mac = MacFields.x919(tak, NO_VECTOR, message, true);
        if (!Secrets.areEqual(mac, 0, given, 0, MAC_LENGTH)) {
            throw ErrorCode.VERIFICATION_FAILED.refusal();
        }
        return message;
    }

    private static void translate(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final DeviceKey source = device.key(in, KeyRole.TAK);
        final DeviceKey target = device.key(in, KeyRole.TAK, ErrorCode.DESTINATION_KEY_PARITY);
        final byte[] message = requireMac(in, source);
        out.hex(MacFields.x919(target, NO_VECTOR, message, true), MAC_LENGTH);
    }

    /** MQ and MU: CBC under the whole key, part by part; 16 digits at the end as in between. */
    private static void inParts(RequestReader in, ResponseWriter out, Device device, KeyRole role)
            throws HostRefusal, CryptoException {
        final MacFields.Part part = MacFields.Part.read(in);
        final DeviceKey key = device.key(in, role);
        final byte[] vector = part.vector(in);
        final byte[] message = counted(in, in.hexNumber(3));
        in.end();
        final byte[] padded = Iso9797Padding.METHOD_1.pad(message, 8);
        out.hex(Iso9797Mac.algorithm1(key.cipher(), vector, padded));
    }

    /** A field twice as long as it says is in hexadecimal. */
    private static byte[] counted(RequestReader in, int length) throws HostRefusal {
        return MacFields.message(in, length, in.fieldLength() == 2 * length, 0);
    }

    /** MS: ANSI X9.9 or X9.19, with the key's type and length and the message's form in front. */
    private static void retailInParts(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal, CryptoException {
        final MacFields.Part part = MacFields.Part.read(in);
        final KeyRole role = in.decimal(1) == 0 ? KeyRole.TAK : KeyRole.ZAK;
        final boolean isDouble = in.decimal(1) == 1;
        final boolean isHex = in.decimal(1) == 1;
        final DeviceKey key = device.key(in, role, isDouble ? 16 : 8, ErrorCode.SOURCE_KEY_PARITY);
        if (isDouble != key.length() > 8) throw ErrorCode.KEY_LENGTH.refusal();
        final byte[] vector = part.vector(in);
        final byte[] message = MacFields.message(in, in.hexNumber(4), isHex, 0);
        in.end();
        out.hex(MacFields.x919(key, vector, message, part.isLast()));
    }
}
