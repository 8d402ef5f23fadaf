package io.cardswitch.hsm.simulator.mac;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.Cmac;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.Iso9797Mac;
import io.cardswitch.hsm.crypto.Iso9797Padding;
import io.cardswitch.hsm.simulator.device.DeviceKey;
import io.cardswitch.hsm.simulator.device.KeyRole;
import io.cardswitch.hsm.simulator.host.ErrorCode;
import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;

/** The fields that MAC commands share. */
final class MacFields {
    private static final int SINGLE = 8;

    private MacFields() {}

    /** Which part of a message comes: the code is the digit on the wire. */
    enum Part {
        ONLY('0', true, true),
        FIRST('1', true, false),
        MIDDLE('2', false, false),
        LAST('3', false, true);

        private final char code;
        private final boolean isFirst;
        private final boolean isLast;

        Part(char code, boolean isFirst, boolean isLast) {
            this.code = code;
            this.isFirst = isFirst;
            this.isLast = isLast;
        }

        static Part read(RequestReader in) throws HostRefusal {
            final char code = in.character();
            for (final Part part : values()) {
                if (part.code == code) return part;
            }
            throw ErrorCode.INPUT.refusal();
        }

        boolean isLast() {
            return isLast;
        }

        /** The chaining value, sent with every part but the first. */
        byte[] vector(RequestReader in) throws HostRefusal {
            return isFirst ? new byte[BlockCipher.TDES_BLOCK] : in.hex(16);
        }
    }

    static KeyRole role(int type) throws HostRefusal {
        return switch (type) {
            case 0x003, 0xFFF -> KeyRole.TAK;
            case 0x008 -> KeyRole.ZAK;
            default -> throw ErrorCode.KEY_TYPE_CODE.refusal();
        };
    }

    /**
     * A message in bytes, or twice as long in hexadecimal.
     *
     * @param behind characters that follow the message
     */
    static byte[] message(RequestReader in, int length, boolean isHex, int behind)
            throws HostRefusal {
        if (!isHex) {
            if (in.remaining() < length) throw ErrorCode.MESSAGE_LENGTH.refusal();
            return in.bytes(length);
        }
        // Some hosts count the bytes, others the digits: what is there decides.
        final boolean isCountOfBytes = in.fieldLength() - behind == 2 * length;
        return in.hex(isCountOfBytes ? 2 * length : length);
    }

    /** The rest of the request: hexadecimal if it can be, as test benches send it, or bytes. */
    static byte[] rest(RequestReader in) throws HostRefusal {
        final int length = in.remaining();
        final int field = in.fieldLength();
        final boolean isHex =
                field > 0 && field % 2 == 0 && Hex.isHex(in.frame(), in.position(), field);
        return isHex ? in.hex(field) : in.bytes(length);
    }

    /** The retail MAC of a double key, or a CBC-MAC under a single one. */
    static byte[] x919(DeviceKey key, byte[] vector, byte[] message, boolean isLast)
            throws CryptoException {
        final byte[] padded = Iso9797Padding.METHOD_1.pad(message, SINGLE);
        if (key.length() == SINGLE) {
            return Iso9797Mac.algorithm1(key.cipher(), vector, padded);
        }
        return isLast
                ? Iso9797Mac.algorithm3(key.bytes(), vector, padded)
                : Iso9797Mac.chain3(key.bytes(), vector, padded);
    }

    /** A whole MAC by algorithm: 1 and 3 of ISO/IEC 9797-1, 6 for CMAC. */
    static byte[] mac(char algorithm, DeviceKey key, byte[] vector, byte[] padded, boolean isLast)
            throws HostRefusal, CryptoException {
        switch (algorithm) {
            case '1':
                return Iso9797Mac.algorithm1(key.cipher(), vector, padded);
            case '3':
                if (key.length() == SINGLE) throw ErrorCode.KEY_LENGTH.refusal();
                return isLast
                        ? Iso9797Mac.algorithm3(key.bytes(), vector, padded)
                        : Iso9797Mac.chain3(key.bytes(), vector, padded);
            case '6':
                return Cmac.of(key.cipher(), padded);
            default:
                throw ErrorCode.INPUT.refusal();
        }
    }
}
