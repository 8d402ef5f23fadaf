package io.cardswitch.hsm.simulator.device;

import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.OddParity;
import io.cardswitch.hsm.crypto.Secrets;
import io.cardswitch.hsm.crypto.keyblock.KeyBlock;
import io.cardswitch.hsm.crypto.keyblock.KeyBlockHeader;
import io.cardswitch.hsm.crypto.lmk.KeyScheme;
import io.cardswitch.hsm.simulator.host.ErrorCode;
import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;
import io.cardswitch.hsm.simulator.host.ResponseWriter;

import java.util.List;

/** Keys on their way in and out: under the LMK, under a ZMK or TMK, in schemes and key blocks. */
public final class KeyTransport {
    private static final char KEY_BLOCK = 'S';
    private static final char TR31 = 'R';
    private static final int ATALLA_STEP = 8;

    private final Device device;

    /** Works with the LMKs of this device. */
    public KeyTransport(Device device) {
        this.device = device;
    }

    /**
     * Reads a key under a transport key.
     *
     * @param atalla a variant of the transport key, 0 for none; comes behind the key on the wire
     */
    public record Foreign(byte[] enciphered, String block, char scheme) {
        /** Deciphers it under the transport key; the caller closes the result. */
        public DeviceKey open(DeviceKey transport, int atalla) throws CryptoException {
            if (block != null) {
                try (KeyBlock opened = KeyBlock.unwrap(transport.bytes(), block)) {
                    return new DeviceKey(opened.key().clone(), opened.header(), scheme);
                }
            }
            final KeyScheme named =
                    scheme == 0 ? KeyScheme.plain(enciphered.length) : KeyScheme.of(scheme);
            final byte[] kek = varied(transport.bytes(), atalla);
            try {
                return new DeviceKey(named.decrypt(kek, enciphered), null, scheme);
            } finally {
                Secrets.wipe(kek);
            }
        }
    }

    /** Reads the field of a key that another key protects. */
    public Foreign foreign(RequestReader in, int bareLength) throws HostRefusal {
        final int length = Device.keyFieldLength(in, bareLength);
        final char letter = (char) in.peek();
        if (letter == KEY_BLOCK || letter == TR31) {
            in.advance(1);
            return new Foreign(null, in.text(length - 1), letter);
        }
        final boolean isNamed = KeyScheme.of(letter) != null;
        if (isNamed) {
            in.advance(1);
        }
        return new Foreign(in.hex(isNamed ? length - 1 : length), null, isNamed ? letter : 0);
    }

    /** Gives an imported key odd parity and says so with 01; a key of zeros is error 11. */
    public void adjustParity(DeviceKey key, ResponseWriter out) throws HostRefusal {
        int any = 0;
        for (final byte part : key.bytes()) {
            any |= part;
        }
        if ((any & 0xFE) == 0) {
            key.close();
            throw ErrorCode.DESTINATION_KEY_PARITY.refusal();
        }
        if (!key.isAes() && !OddParity.isOdd(key.bytes())) {
            OddParity.adjust(key.bytes());
            out.advise(ErrorCode.VERIFICATION_FAILED);
        }
    }

    /** Writes a key under the variant LMK, with the letter of its scheme; 0 and Z go without. */
    public void underLmk(ResponseWriter out, int typeCode, char scheme, byte[] clear)
            throws HostRefusal, CryptoException {
        final KeyScheme named = scheme(scheme, clear.length);
        write(out, scheme, device.encrypt(typeCode, named, clear));
    }

    /** Writes a key as a key block under the LMK of its header's version. */
    public void underLmk(ResponseWriter out, KeyBlockHeader header, byte[] clear)
            throws CryptoException {
        final byte[] kbpk = device.blockLmk(header.version());
        out.character(KEY_BLOCK).text(KeyBlock.wrap(kbpk, header, clear, 0, device.random()));
    }

    /**
     * Writes a key under a transport key, in a scheme or as a key block.
     *
     * @param header what a key block shall say of it; unused for schemes
     */
    public void underTransport(
            ResponseWriter out,
            DeviceKey transport,
            int atalla,
            char scheme,
            DeviceKey key,
            KeyBlockHeader header)
            throws HostRefusal, CryptoException {
        if (scheme == KEY_BLOCK || scheme == TR31) {
            out.character(scheme)
                    .text(
                            KeyBlock.wrap(
                                    transport.bytes(), header, key.bytes(), 0, device.random()));
            return;
        }
        final byte[] kek = varied(transport.bytes(), atalla);
        try {
            write(out, scheme, scheme(scheme, key.length()).encrypt(kek, key.bytes()));
        } finally {
            Secrets.wipe(kek);
        }
    }

    private static KeyScheme scheme(char letter, int keyLength) throws HostRefusal {
        final KeyScheme scheme = letter == 0 ? KeyScheme.plain(keyLength) : KeyScheme.of(letter);
        if (scheme == null) throw ErrorCode.KEY_SCHEME.refusal();
        if (scheme.keyLength() != keyLength) throw ErrorCode.KEY_LENGTH.refusal();
        return scheme;
    }

    private static void write(ResponseWriter out, char scheme, byte[] enciphered) {
        if (scheme != 0 && scheme != KeyScheme.Z.code()) {
            out.character(scheme);
        }
        out.hex(enciphered);
    }

    /** Atalla variant n: eight times n added to the first byte of every part. */
    private static byte[] varied(byte[] transport, int atalla) {
        final byte[] kek = transport.clone();
        for (int i = 0; i < kek.length && atalla > 0; i += 8) {
            kek[i] ^= (byte) (ATALLA_STEP * atalla);
        }
        return kek;
    }

    /** A header for a key that comes without one. */
    public static KeyBlockHeader header(
            char version, KeyRole role, int keyLength, char exportability, String reserved) {
        final String usage = role == null ? "D0" : role.usage();
        final char mode = usage.equals("B0") ? 'X' : 'N';
        final char algorithm = keyLength == 8 ? 'D' : 'T';
        return new KeyBlockHeader(
                version, usage, algorithm, mode, "00", exportability, reserved, List.of());
    }

    /** Writes a check value: 3 bytes, or 8 when asked for the whole. */
    public static void checkValue(ResponseWriter out, DeviceKey key, boolean isWhole)
            throws CryptoException {
        final byte[] value = key.checkValue();
        out.hex(value, isWhole ? 8 : 3);
    }
}
