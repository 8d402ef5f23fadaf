package io.cardswitch.hsm.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;

import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * One block cipher under one key: DES, two-key and three-key TDEA (ISO/IEC 18033-3, 4.2) or AES
 * (ISO/IEC 18033-3, 5.2), in ECB and CBC. Keyed once and used often; not for several threads at a
 * time. Closing wipes the copy of the key.
 */
public final class BlockCipher implements AutoCloseable {
    /** Bytes of a DES or TDEA block. */
    public static final int TDES_BLOCK = 8;

    /** Bytes of an AES block. */
    public static final int AES_BLOCK = 16;

    private static final Provider PROVIDER = provider();

    private final String transformation;
    private final String algorithm;
    private final byte[] key;
    private final int blockLength;
    private Cipher encryptor;
    private Cipher decryptor;

    private BlockCipher(String algorithm, byte[] key, int blockLength) {
        this.algorithm = algorithm;
        this.transformation = algorithm + "/ECB/NoPadding";
        this.key = key;
        this.blockLength = blockLength;
    }

    private static Provider provider() {
        try {
            return Cipher.getInstance("DESede/ECB/NoPadding").getProvider();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no provider of TDEA in this JDK", e);
        }
    }

    /**
     * DES for 8 bytes of key, TDEA for 16 (K1 K2 K1) or 24. Parity bits are not looked at.
     *
     * @throws CryptoException KEY_LENGTH for any other length
     */
    public static BlockCipher tdes(byte[] key) throws CryptoException {
        switch (key.length) {
            case 8:
                return new BlockCipher("DES", key.clone(), TDES_BLOCK);
            case 16:
                final byte[] three = new byte[24];
                System.arraycopy(key, 0, three, 0, 16);
                System.arraycopy(key, 0, three, 16, 8);
                return new BlockCipher("DESede", three, TDES_BLOCK);
            case 24:
                return new BlockCipher("DESede", key.clone(), TDES_BLOCK);
            default:
                throw new CryptoException(CryptoError.KEY_LENGTH);
        }
    }

    /**
     * AES for 16, 24 or 32 bytes of key.
     *
     * @throws CryptoException KEY_LENGTH for any other length
     */
    public static BlockCipher aes(byte[] key) throws CryptoException {
        if (key.length != 16 && key.length != 24 && key.length != 32) {
            throw new CryptoException(CryptoError.KEY_LENGTH);
        }
        return new BlockCipher("AES", key.clone(), AES_BLOCK);
    }

    /** Bytes of one block: 8 or 16. */
    public int blockLength() {
        return blockLength;
    }

    /** Enciphers whole blocks one by one (ECB); input and output may be the same place. */
    public void encrypt(byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        if (encryptor == null) {
            encryptor = keyed(Cipher.ENCRYPT_MODE);
        }
        run(encryptor, in, inOffset, length, out, outOffset);
    }

    /** Deciphers whole blocks one by one (ECB); input and output may be the same place. */
    public void decrypt(byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        if (decryptor == null) {
            decryptor = keyed(Cipher.DECRYPT_MODE);
        }
        run(decryptor, in, inOffset, length, out, outOffset);
    }

    /** The blocks enciphered in ECB, as a new array. */
    public byte[] encrypt(byte[] blocks) {
        final byte[] out = new byte[blocks.length];
        encrypt(blocks, 0, blocks.length, out, 0);
        return out;
    }

    /** The blocks deciphered in ECB, as a new array. */
    public byte[] decrypt(byte[] blocks) {
        final byte[] out = new byte[blocks.length];
        decrypt(blocks, 0, blocks.length, out, 0);
        return out;
    }

    /** The blocks enciphered in CBC (ISO/IEC 10116, 7), as a new array. */
    public byte[] encryptCbc(byte[] iv, byte[] blocks) {
        final byte[] out = new byte[blocks.length];
        final byte[] chain = iv.clone();
        for (int at = 0; at < blocks.length; at += blockLength) {
            for (int i = 0; i < blockLength; i++) {
                chain[i] ^= blocks[at + i];
            }
            encrypt(chain, 0, blockLength, chain, 0);
            System.arraycopy(chain, 0, out, at, blockLength);
        }
        return out;
    }

    /** The blocks deciphered in CBC (ISO/IEC 10116, 7), as a new array. */
    public byte[] decryptCbc(byte[] iv, byte[] blocks) {
        final byte[] out = decrypt(blocks);
        for (int i = 0; i < out.length; i++) {
            out[i] ^= i < blockLength ? iv[i] : blocks[i - blockLength];
        }
        return out;
    }

    private Cipher keyed(int mode) {
        try {
            final Cipher cipher = Cipher.getInstance(transformation, PROVIDER);
            cipher.init(mode, new SecretKeySpec(key, algorithm));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK refused a " + algorithm + " key", e);
        }
    }

    private static void run(
            Cipher cipher, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        try {
            cipher.update(in, inOffset, length, out, outOffset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK refused whole blocks", e);
        }
    }

    @Override
    public void close() {
        Secrets.wipe(key);
        encryptor = null;
        decryptor = null;
    }

    @Override
    public String toString() {
        return algorithm + " under a key of " + key.length + " bytes";
    }
}
