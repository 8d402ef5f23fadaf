package io.cardswitch.hsm.crypto.dukpt;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Secrets;

import java.util.Arrays;

/**
 * AES DUKPT (ANSI X9.24-3:2017, 6.3): key serial numbers of 12 bytes, an initial key id of 8 and a
 * counter of 4 with at most 16 ones.
 */
public final class AesDukpt {
    /** Bytes of a key serial number. */
    public static final int KSN_LENGTH = 12;

    /** Bytes of the initial key id in front of it. */
    public static final int IKID_LENGTH = 8;

    private static final int MAX_ONES = 16;
    private static final int BLOCK = BlockCipher.AES_BLOCK;
    private static final byte VERSION = 1;

    private AesDukpt() {}

    /** What a derived key is for (6.3.2, table 2). The code is the usage indicator. */
    public enum Usage {
        /** Protects other keys. */
        KEY_ENCRYPTION(0x0002),
        /** Enciphers PINs. */
        PIN(0x1000),
        /** Makes MACs: the terminal's requests. */
        MAC_GENERATION(0x2000),
        /** Checks MACs: the host's responses. */
        MAC_VERIFICATION(0x2001),
        /** MACs of both directions. */
        MAC_BOTH(0x2002),
        /** Enciphers data: the terminal's requests. */
        DATA_ENCRYPT(0x3000),
        /** Deciphers data: the host's responses. */
        DATA_DECRYPT(0x3001),
        /** Data of both directions. */
        DATA_BOTH(0x3002),
        /** Derives the keys of later transactions. */
        DERIVATION(0x8000),
        /** The initial key. */
        INITIAL(0x8001);

        private final int code;

        Usage(int code) {
            this.code = code;
        }
    }

    /** What a derived key works with (6.3.2, table 3). The code is the algorithm indicator. */
    public enum KeyType {
        /** TDEA with two keys. */
        TDEA_2(0, 128),
        /** TDEA with three keys. */
        TDEA_3(1, 192),
        /** AES-128. */
        AES_128(2, 128),
        /** AES-192. */
        AES_192(3, 192),
        /** AES-256. */
        AES_256(4, 256),
        /** HMAC with 128 bits of key. */
        HMAC_128(5, 128),
        /** HMAC with 192 bits of key. */
        HMAC_192(5, 192),
        /** HMAC with 256 bits of key. */
        HMAC_256(5, 256);

        private final int code;
        private final int bits;

        KeyType(int code, int bits) {
            this.code = code;
            this.bits = bits;
        }

        private static KeyType ofAes(int length) throws CryptoException {
            return switch (length) {
                case 16 -> AES_128;
                case 24 -> AES_192;
                case 32 -> AES_256;
                default -> throw new CryptoException(CryptoError.KEY_LENGTH);
            };
        }
    }

    /**
     * The initial key for a terminal (6.3.4).
     *
     * @param bdk 16, 24 or 32 bytes
     * @param ikid 8 bytes
     */
    public static byte[] initialKey(byte[] bdk, byte[] ikid) throws CryptoException {
        if (ikid.length != IKID_LENGTH) {
            throw new CryptoException(CryptoError.KSN_LENGTH);
        }
        return derive(bdk, Usage.INITIAL, KeyType.ofAes(bdk.length), ikid);
    }

    /**
     * The derivation key of one transaction, on the host's side (6.5).
     *
     * @param initialKey 16, 24 or 32 bytes
     * @param ksn 12 bytes
     * @throws CryptoException KEY_LENGTH, KSN_LENGTH, KSN_COUNTER when the counter has over 16 ones
     */
    public static byte[] transactionKey(byte[] initialKey, byte[] ksn) throws CryptoException {
        final int counter = counter(ksn);
        final KeyType type = KeyType.ofAes(initialKey.length);
        byte[] key = initialKey.clone();
        int reached = 0;
        for (int bit = Integer.SIZE - 1; bit >= 0; bit--) {
            if ((counter >>> bit & 1) == 1) {
                reached |= 1 << bit;
                final byte[] next = derive(key, Usage.DERIVATION, type, context(ksn, reached));
                Secrets.wipe(key);
                key = next;
            }
        }
        return key;
    }

    /** A working key of one transaction (6.3.6). */
    public static byte[] workingKey(byte[] transactionKey, byte[] ksn, Usage usage, KeyType type)
            throws CryptoException {
        return derive(transactionKey, usage, type, context(ksn, counter(ksn)));
    }

    /** From the base key to a working key of the same length at once. */
    public static byte[] workingKey(byte[] bdk, byte[] ksn, Usage usage) throws CryptoException {
        final byte[] initial = initialKey(bdk, Arrays.copyOf(ksn, IKID_LENGTH));
        final byte[] transaction = transactionKey(initial, ksn);
        try {
            return workingKey(transaction, ksn, usage, KeyType.ofAes(bdk.length));
        } finally {
            Secrets.wipe(initial);
            Secrets.wipe(transaction);
        }
    }

    private static int counter(byte[] ksn) throws CryptoException {
        if (ksn.length != KSN_LENGTH) {
            throw new CryptoException(CryptoError.KSN_LENGTH);
        }
        int counter = 0;
        for (int i = IKID_LENGTH; i < KSN_LENGTH; i++) {
            counter = counter << 8 | ksn[i] & 0xFF;
        }
        if (Integer.bitCount(counter) > MAX_ONES) {
            throw new CryptoException(CryptoError.KSN_COUNTER);
        }
        return counter;
    }

    /** The right half of the initial key id and the counter. */
    private static byte[] context(byte[] ksn, int counter) {
        final byte[] context = Arrays.copyOfRange(ksn, 4, KSN_LENGTH);
        for (int i = 0; i < 4; i++) {
            context[4 + i] = (byte) (counter >>> 24 - 8 * i);
        }
        return context;
    }

    /** Key derivation of 6.3.3: derivation data, numbered by block, enciphered under the parent. */
    private static byte[] derive(byte[] parent, Usage usage, KeyType type, byte[] context)
            throws CryptoException {
        final int length = type.bits / 8;
        final byte[] blocks = new byte[(length + BLOCK - 1) / BLOCK * BLOCK];
        for (int block = 0; block < blocks.length / BLOCK; block++) {
            final int at = block * BLOCK;
            blocks[at] = VERSION;
            blocks[at + 1] = (byte) (block + 1);
            put(blocks, at + 2, usage.code);
            put(blocks, at + 4, type.code);
            put(blocks, at + 6, type.bits);
            System.arraycopy(context, 0, blocks, at + 8, 8);
        }
        try (BlockCipher cipher = BlockCipher.aes(parent)) {
            cipher.encrypt(blocks, 0, blocks.length, blocks, 0);
        }
        final byte[] key = Arrays.copyOf(blocks, length);
        Secrets.wipe(blocks);
        return key;
    }

    private static void put(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
    }
}
