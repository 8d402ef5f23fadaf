package io.cardswitch.hsm.crypto;

/**
 * Key check values (ANSI X9.24-1:2017, annex A): for DES and TDEA the enciphered zero block, for
 * AES the CMAC of a zero block. Shown shortened: 3 bytes as a rule, 5 for AES.
 */
public final class KeyCheckValue {
    private KeyCheckValue() {}

    /** The whole 8 bytes for a DES or TDEA key; callers show the leftmost. */
    public static byte[] tdes(byte[] key) throws CryptoException {
        try (BlockCipher cipher = BlockCipher.tdes(key)) {
            return cipher.encrypt(new byte[BlockCipher.TDES_BLOCK]);
        }
    }

    /** The whole 16 bytes for an AES key (CMAC method); callers show the leftmost. */
    public static byte[] aes(byte[] key) throws CryptoException {
        try (BlockCipher cipher = BlockCipher.aes(key)) {
            return Cmac.of(cipher, new byte[BlockCipher.AES_BLOCK]);
        }
    }
}
