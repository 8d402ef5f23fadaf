package io.cardswitch.hsm.simulator.device;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.Cmac;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.Iso9797Mac;
import io.cardswitch.hsm.crypto.Iso9797Padding;
import io.cardswitch.hsm.crypto.Secrets;
import io.cardswitch.hsm.crypto.dukpt.AesDukpt;
import io.cardswitch.hsm.crypto.dukpt.TdesDukpt;
import io.cardswitch.hsm.simulator.host.ErrorCode;
import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;

import java.util.Arrays;

/**
 * The keys of one DUKPT transaction, as the terminal's request uses them. What the base key is
 * decides how they are derived: TDES DUKPT (ANSI X9.24-1), or AES DUKPT (ANSI X9.24-3) with working
 * keys as long as the base key.
 */
public final class TransactionKeys {
    /** Bytes of a MAC, of which hosts may send fewer. */
    public static final int MAC_LENGTH = 8;

    private static final int SERIAL_DIGITS = 2 * TdesDukpt.KSN_LENGTH;
    private static final int COUNTER_DIGITS = 5;
    private static final int MIN_SERIAL_DIGITS = 12;
    private static final int AES_ID_DIGITS = 2 * AesDukpt.IKID_LENGTH;

    private final DeviceKey base;
    private final byte[] serial;

    private TransactionKeys(DeviceKey base, byte[] serial) {
        this.base = base;
        this.serial = serial;
    }

    /** Reads a base key, of another type than 1 behind a flag. */
    public static DeviceKey baseKey(RequestReader in, Device device)
            throws HostRefusal, CryptoException {
        final KeyRole role =
                in.skip('~') ? KeyRole.BDK_2 : in.skip('!') ? KeyRole.BDK_3 : KeyRole.BDK_1;
        return device.key(in, role);
    }

    /**
     * Reads the key serial number behind its descriptor: the lengths of base key id, sub-key id and
     * device id, to which five digits of counter add. A number filled up with FFFF in front counts
     * without. Of AES DUKPT the ids have 16 digits together and the counter eight.
     */
    public static TransactionKeys read(RequestReader in, DeviceKey base) throws HostRefusal {
        int digits = 0;
        for (int i = 0; i < 3; i++) {
            digits += in.hexNumber(1);
        }
        if (!base.isAes()) return new TransactionKeys(base, serial(in, digits + COUNTER_DIGITS));
        if (digits != AES_ID_DIGITS) throw ErrorCode.INPUT.refusal();
        return new TransactionKeys(base, in.hex(2 * AesDukpt.KSN_LENGTH));
    }

    private static byte[] serial(RequestReader in, int described) throws HostRefusal {
        final boolean isFilled =
                in.peek() == 'F' && in.peek(1) == 'F' && in.peek(2) == 'F' && in.peek(3) == 'F';
        final int digits = isFilled ? SERIAL_DIGITS : described;
        if (digits < MIN_SERIAL_DIGITS || digits > SERIAL_DIGITS) throw ErrorCode.INPUT.refusal();
        final byte[] serial = new byte[SERIAL_DIGITS];
        Arrays.fill(serial, (byte) 'F');
        final int start = in.advance(digits);
        System.arraycopy(in.frame(), start, serial, SERIAL_DIGITS - digits, digits);
        final byte[] bytes = Hex.decode(serial, 0, SERIAL_DIGITS);
        if (bytes == null) throw ErrorCode.INPUT.refusal();
        return bytes;
    }

    private byte[] key(TdesDukpt.Use use, AesDukpt.Usage usage) throws CryptoException {
        return base.isAes()
                ? AesDukpt.workingKey(base.bytes(), serial, usage)
                : TdesDukpt.workingKey(base.bytes(), serial, use);
    }

    private BlockCipher cipher(TdesDukpt.Use use, AesDukpt.Usage usage) throws CryptoException {
        final byte[] key = key(use, usage);
        try {
            return base.isAes() ? BlockCipher.aes(key) : BlockCipher.tdes(key);
        } finally {
            Secrets.wipe(key);
        }
    }

    /** What PIN blocks are under; the caller closes it. */
    public BlockCipher pin() throws CryptoException {
        return cipher(TdesDukpt.Use.PIN, AesDukpt.Usage.PIN);
    }

    /** What data is under; the caller closes it. */
    public BlockCipher data() throws CryptoException {
        return cipher(TdesDukpt.Use.DATA_REQUEST, AesDukpt.Usage.DATA_ENCRYPT);
    }

    /**
     * The MAC of a message: ANSI X9.19, or the leftmost bytes of a CMAC under an AES key.
     *
     * @return {@link #MAC_LENGTH} bytes
     */
    public byte[] mac(byte[] message) throws CryptoException {
        if (base.isAes()) {
            try (BlockCipher cipher =
                    cipher(TdesDukpt.Use.MAC_REQUEST, AesDukpt.Usage.MAC_GENERATION)) {
                return Arrays.copyOf(Cmac.of(cipher, message), MAC_LENGTH);
            }
        }
        final byte[] key = key(TdesDukpt.Use.MAC_REQUEST, AesDukpt.Usage.MAC_GENERATION);
        try {
            final byte[] padded = Iso9797Padding.METHOD_1.pad(message, BlockCipher.TDES_BLOCK);
            return Iso9797Mac.algorithm3(key, new byte[BlockCipher.TDES_BLOCK], padded);
        } finally {
            Secrets.wipe(key);
        }
    }
}
