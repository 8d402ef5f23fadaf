package io.cardswitch.hsm.crypto.keyblock;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.Cmac;
import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Iso9797Mac;
import io.cardswitch.hsm.crypto.Secrets;

import java.util.Arrays;

/**
 * How a version of key block binds header and key: its cipher, its MAC and the two keys out of the
 * key block protection key (ANSI X9.143:2021, 7; ISO 20038:2017, 6 for version E; versions 0 and 1
 * are payShield's own).
 */
public enum BlockBinding {
    /** TDEA, key variant binding, MAC of 4 bytes (7.4; deprecated). */
    A('A', BlockCipher.TDES_BLOCK, 4, false),
    /** TDEA, key derivation binding, CMAC of 8 bytes (7.3). */
    B('B', BlockCipher.TDES_BLOCK, 8, true),
    /** TDEA, key variant binding, MAC of 4 bytes (7.4). */
    C('C', BlockCipher.TDES_BLOCK, 4, false),
    /** AES, key derivation binding, CMAC of 16 bytes (7.2). */
    D('D', BlockCipher.AES_BLOCK, 16, true),
    /** AES in counter mode, key derivation binding, CMAC of 16 bytes (ISO 20038, 6). */
    E('E', BlockCipher.AES_BLOCK, 16, true),
    /** payShield's own block under a TDEA LMK: bound as versions A and C are. */
    THALES_TDES('0', BlockCipher.TDES_BLOCK, 4, false),
    /** payShield's own block under an AES LMK: unpublished; here bound as D, the MAC cut to 8. */
    THALES_AES('1', BlockCipher.AES_BLOCK, 8, true);

    private static final byte ENCRYPTION_VARIANT = 0x45;
    private static final byte MAC_VARIANT = 0x4D;
    private static final int CBC_USAGE = 0x0000;
    private static final int MAC_USAGE = 0x0001;
    private static final int CTR_USAGE = 0x0002;

    private final char code;
    private final int blockLength;
    private final int macLength;
    private final boolean isDerived;

    BlockBinding(char code, int blockLength, int macLength, boolean isDerived) {
        this.code = code;
        this.blockLength = blockLength;
        this.macLength = macLength;
        this.isDerived = isDerived;
    }

    /** The binding of this version, or null. */
    public static BlockBinding of(char code) {
        for (final BlockBinding binding : values()) {
            if (binding.code == code) return binding;
        }
        return null;
    }

    /** Bytes of the cipher's block. */
    int blockLength() {
        return blockLength;
    }

    /** Bytes of the MAC. */
    int macLength() {
        return macLength;
    }

    private boolean isAes() {
        return blockLength == BlockCipher.AES_BLOCK;
    }

    /** Bytes that the key field is a multiple of: one in counter mode. */
    int granularity() {
        return this == E ? 1 : blockLength;
    }

    /**
     * Checks a protection key's length.
     *
     * @throws CryptoException KBPK_LENGTH
     */
    void requireKey(byte[] kbpk) throws CryptoException {
        final boolean isSingle = kbpk.length == 8 && !isDerived && !isAes();
        final boolean isLong = kbpk.length == 32 && isAes();
        if (kbpk.length != 16 && kbpk.length != 24 && !isSingle && !isLong) {
            throw new CryptoException(CryptoError.KBPK_LENGTH);
        }
    }

    /** The key block encryption key (KBEK). */
    public byte[] encryptionKey(byte[] kbpk) throws CryptoException {
        requireKey(kbpk);
        final int usage = this == E ? CTR_USAGE : CBC_USAGE;
        return isDerived ? derive(kbpk, usage) : varied(kbpk, ENCRYPTION_VARIANT);
    }

    /** The key block authentication key (KBAK). */
    public byte[] authenticationKey(byte[] kbpk) throws CryptoException {
        requireKey(kbpk);
        return isDerived ? derive(kbpk, MAC_USAGE) : varied(kbpk, MAC_VARIANT);
    }

    private static byte[] varied(byte[] kbpk, byte variant) {
        final byte[] key = kbpk.clone();
        for (int i = 0; i < key.length; i++) {
            key[i] ^= variant;
        }
        return key;
    }

    /** CMACs over counter, usage, separator, algorithm and length (X9.143, 7.2.1 and 7.3.1). */
    private byte[] derive(byte[] kbpk, int usage) throws CryptoException {
        final int algorithm = isAes() ? kbpk.length / 8 : kbpk.length / 8 - 2;
        final int bits = 8 * kbpk.length;
        final byte[] input = {
            0, 0, (byte) usage, 0, 0, (byte) algorithm, (byte) (bits >> 8), (byte) bits
        };
        final byte[] key = new byte[kbpk.length];
        try (BlockCipher cipher = cipher(kbpk)) {
            for (int at = 0; at < key.length; at += blockLength) {
                input[0]++;
                final byte[] part = Cmac.of(cipher, input);
                System.arraycopy(part, 0, key, at, Math.min(blockLength, key.length - at));
                Secrets.wipe(part);
            }
        }
        return key;
    }

    private BlockCipher cipher(byte[] key) throws CryptoException {
        return isAes() ? BlockCipher.aes(key) : BlockCipher.tdes(key);
    }

    /** The MAC: over header and clear key when derived, over header and enciphered key if not. */
    byte[] mac(byte[] kbpk, byte[] header, byte[] keyField) throws CryptoException {
        final byte[] message = Arrays.copyOf(header, header.length + keyField.length);
        System.arraycopy(keyField, 0, message, header.length, keyField.length);
        final byte[] key = authenticationKey(kbpk);
        try (BlockCipher cipher = cipher(key)) {
            final byte[] mac =
                    isDerived
                            ? Cmac.of(cipher, message)
                            : Iso9797Mac.algorithm1(cipher, new byte[blockLength], message);
            return Arrays.copyOf(mac, macLength);
        } finally {
            Secrets.wipe(key);
            Secrets.wipe(message);
        }
    }

    /** Whether the MAC is made over the clear key, and so comes before the enciphering. */
    boolean isMacOverClearKey() {
        return isDerived;
    }

    byte[] encrypt(byte[] kbpk, byte[] header, byte[] mac, byte[] clear) throws CryptoException {
        return apply(kbpk, header, mac, clear, true);
    }

    byte[] decrypt(byte[] kbpk, byte[] header, byte[] mac, byte[] data) throws CryptoException {
        return apply(kbpk, header, mac, data, false);
    }

    private byte[] apply(byte[] kbpk, byte[] header, byte[] mac, byte[] in, boolean encrypts)
            throws CryptoException {
        final byte[] iv = Arrays.copyOf(isDerived ? mac : header, blockLength);
        final byte[] key = encryptionKey(kbpk);
        try (BlockCipher cipher = cipher(key)) {
            if (this == E) return counted(cipher, iv, in);
            return encrypts ? cipher.encryptCbc(iv, in) : cipher.decryptCbc(iv, in);
        } finally {
            Secrets.wipe(key);
        }
    }

    /** Counter mode with the MAC as the first counter (ISO/IEC 10116, 10). */
    private static byte[] counted(BlockCipher cipher, byte[] counter, byte[] in) {
        final byte[] out = in.clone();
        final byte[] stream = new byte[counter.length];
        for (int at = 0; at < out.length; at += counter.length) {
            cipher.encrypt(counter, 0, counter.length, stream, 0);
            for (int i = 0; i < counter.length && at + i < out.length; i++) {
                out[at + i] ^= stream[i];
            }
            for (int i = counter.length - 1; i >= 0 && ++counter[i] == 0; i--) {
                // The carry goes on to the left.
            }
        }
        Secrets.wipe(stream);
        return out;
    }
}
