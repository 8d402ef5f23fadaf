package io.cardswitch.hsm.crypto;

/** CMAC (NIST SP 800-38B, 6.2; ISO/IEC 9797-1 algorithm 5) over TDEA or AES. */
public final class Cmac {
    /** Constant of the subkeys for blocks of 64 bits (SP 800-38B, 5.3). */
    private static final int R_64 = 0x1B;

    /** Constant of the subkeys for blocks of 128 bits. */
    private static final int R_128 = 0x87;

    private Cmac() {}

    /** The whole MAC, one block long. */
    public static byte[] of(BlockCipher cipher, byte[] message) {
        final int length = cipher.blockLength();
        final byte[] subkey = subkey(cipher.encrypt(new byte[length]));
        final boolean isWhole = message.length > 0 && message.length % length == 0;
        final byte[] padded;
        if (isWhole) {
            padded = message.clone();
        } else {
            padded = Iso9797Padding.METHOD_2.pad(message, length);
        }
        final byte[] mask = isWhole ? subkey : subkey(subkey);
        final int last = padded.length - length;
        for (int i = 0; i < length; i++) {
            padded[last + i] ^= mask[i];
        }
        final byte[] mac = Iso9797Mac.algorithm1(cipher, new byte[length], padded);
        Secrets.wipe(padded);
        Secrets.wipe(subkey);
        Secrets.wipe(mask);
        return mac;
    }

    private static byte[] subkey(byte[] block) {
        final byte[] doubled = new byte[block.length];
        for (int i = 0; i < block.length; i++) {
            final int next = i + 1 < block.length ? block[i + 1] >> 7 & 1 : 0;
            doubled[i] = (byte) (block[i] << 1 | next);
        }
        final int constant = block.length == BlockCipher.AES_BLOCK ? R_128 : R_64;
        // A mask instead of a branch: the top bit of a secret block decides.
        doubled[block.length - 1] ^= (byte) (constant & -(block[0] >> 7 & 1));
        return doubled;
    }
}
