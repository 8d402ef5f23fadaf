package io.cardswitch.hsm.crypto.dukpt;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Secrets;

import java.util.Arrays;

/**
 * TDEA DUKPT (ANSI X9.24-1:2009, annex A): key serial numbers of 10 bytes with a counter of 21
 * bits, keys of 16 bytes. Shorter serial numbers are filled with FF on the left.
 */
public final class TdesDukpt {
    /** Bytes of a key serial number. */
    public static final int KSN_LENGTH = 10;

    private static final int KEY_LENGTH = 16;
    private static final int HALF = 8;
    private static final int COUNTER_BITS = 21;
    private static final int MIN_KSN = 6;

    private static final byte[] INITIAL_MASK = {
        (byte) 0xC0, (byte) 0xC0, (byte) 0xC0, (byte) 0xC0, 0, 0, 0, 0,
        (byte) 0xC0, (byte) 0xC0, (byte) 0xC0, (byte) 0xC0, 0, 0, 0, 0
    };

    private TdesDukpt() {}

    /** What a working key is for, by the variant of A.4.1. */
    public enum Use {
        /** Enciphering PINs. */
        PIN(7),
        /** MACs of requests, and of both directions. */
        MAC_REQUEST(6),
        /** MACs of responses. */
        MAC_RESPONSE(4),
        /** Data of requests, and of both directions. */
        DATA_REQUEST(5),
        /** Data of responses. */
        DATA_RESPONSE(3);

        private final int variedByte;

        Use(int variedByte) {
            this.variedByte = variedByte;
        }

        private boolean isData() {
            return this == DATA_REQUEST || this == DATA_RESPONSE;
        }
    }

    /**
     * The initial key (IPEK) that a terminal was loaded with (A.6).
     *
     * @param bdk 16 bytes
     * @param ksn 6 to 10 bytes; the counter in it does not matter
     * @throws CryptoException KEY_LENGTH, KSN_LENGTH
     */
    public static byte[] initialKey(byte[] bdk, byte[] ksn) throws CryptoException {
        requireKey(bdk);
        final byte[] register = Arrays.copyOf(filled(ksn), HALF);
        register[7] &= (byte) 0xE0;
        final byte[] varied = Secrets.xor(bdk, INITIAL_MASK);
        try (BlockCipher left = BlockCipher.tdes(bdk);
                BlockCipher right = BlockCipher.tdes(varied)) {
            final byte[] key = new byte[KEY_LENGTH];
            left.encrypt(register, 0, HALF, key, 0);
            right.encrypt(register, 0, HALF, key, HALF);
            return key;
        } finally {
            Secrets.wipe(varied);
        }
    }

    /**
     * The key of one transaction, out of the initial key and the counter (A.3).
     *
     * @throws CryptoException KEY_LENGTH, KSN_LENGTH
     */
    public static byte[] transactionKey(byte[] initialKey, byte[] ksn) throws CryptoException {
        requireKey(initialKey);
        final byte[] serial = filled(ksn);
        final int counter = counter(serial);
        final byte[] register = register(serial);
        byte[] key = initialKey.clone();
        for (int bit = COUNTER_BITS - 1; bit >= 0; bit--) {
            if ((counter >> bit & 1) == 1) {
                setBit(register, bit);
                final byte[] next = next(key, register);
                Secrets.wipe(key);
                key = next;
            }
        }
        return key;
    }

    /** The working key for one use (A.4.1); data keys are enciphered under themselves once more. */
    public static byte[] workingKey(byte[] transactionKey, Use use) throws CryptoException {
        final byte[] key = transactionKey.clone();
        key[use.variedByte] ^= (byte) 0xFF;
        key[HALF + use.variedByte] ^= (byte) 0xFF;
        if (use.isData()) {
            try (BlockCipher cipher = BlockCipher.tdes(key)) {
                cipher.encrypt(key, 0, KEY_LENGTH, key, 0);
            }
        }
        return key;
    }

    /** From the base key to a working key at once. */
    public static byte[] workingKey(byte[] bdk, byte[] ksn, Use use) throws CryptoException {
        final byte[] initial = initialKey(bdk, ksn);
        final byte[] transaction = transactionKey(initial, ksn);
        try {
            return workingKey(transaction, use);
        } finally {
            Secrets.wipe(initial);
            Secrets.wipe(transaction);
        }
    }

    /** One step of the non-reversible key generation: both halves out of key and register. */
    private static byte[] next(byte[] key, byte[] register) throws CryptoException {
        final byte[] next = new byte[KEY_LENGTH];
        half(key, register, next, HALF);
        final byte[] varied = Secrets.xor(key, INITIAL_MASK);
        half(varied, register, next, 0);
        Secrets.wipe(varied);
        return next;
    }

    private static void half(byte[] key, byte[] register, byte[] out, int at)
            throws CryptoException {
        final byte[] left = Arrays.copyOf(key, HALF);
        try (BlockCipher des = BlockCipher.tdes(left)) {
            for (int i = 0; i < HALF; i++) {
                out[at + i] = (byte) (register[i] ^ key[HALF + i]);
            }
            des.encrypt(out, at, HALF, out, at);
            for (int i = 0; i < HALF; i++) {
                out[at + i] ^= key[HALF + i];
            }
        } finally {
            Secrets.wipe(left);
        }
    }

    static int counter(byte[] serial) {
        return (serial[7] & 0x1F) << 16 | (serial[8] & 0xFF) << 8 | serial[9] & 0xFF;
    }

    /** The eight rightmost bytes with the counter cleared. */
    static byte[] register(byte[] serial) {
        final byte[] register = Arrays.copyOfRange(serial, 2, KSN_LENGTH);
        register[5] &= (byte) 0xE0;
        register[6] = 0;
        register[7] = 0;
        return register;
    }

    static void setBit(byte[] register, int bit) {
        register[7 - bit / 8] |= (byte) (1 << bit % 8);
    }

    static byte[] filled(byte[] ksn) throws CryptoException {
        if (ksn.length < MIN_KSN || ksn.length > KSN_LENGTH) {
            throw new CryptoException(CryptoError.KSN_LENGTH);
        }
        final byte[] serial = new byte[KSN_LENGTH];
        final int filling = KSN_LENGTH - ksn.length;
        Arrays.fill(serial, 0, filling, (byte) 0xFF);
        System.arraycopy(ksn, 0, serial, filling, ksn.length);
        return serial;
    }

    private static void requireKey(byte[] key) throws CryptoException {
        if (key.length != KEY_LENGTH) {
            throw new CryptoException(CryptoError.KEY_LENGTH);
        }
    }
}
