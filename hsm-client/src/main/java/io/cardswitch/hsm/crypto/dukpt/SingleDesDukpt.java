package io.cardswitch.hsm.crypto.dukpt;

import io.cardswitch.hsm.crypto.BlockCipher;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Secrets;

import java.util.Arrays;

/**
 * DUKPT of ANSI X9.24:1998 with single DES, for terminals that never moved on: keys of 8 bytes, PIN
 * blocks masked with the key before and after. Only for reading what they send.
 */
public final class SingleDesDukpt {
    private static final int LENGTH = 8;
    private static final int COUNTER_BITS = 21;

    private SingleDesDukpt() {}

    /** The PIN key of 8 bytes for a base key of 16 bytes and a serial number. */
    public static byte[] pinKey(byte[] bdk, byte[] ksn) throws CryptoException {
        final byte[] serial = TdesDukpt.filled(ksn);
        final byte[] initial = TdesDukpt.initialKey(bdk, serial);
        final byte[] key = Arrays.copyOf(initial, LENGTH);
        Secrets.wipe(initial);
        final byte[] register = TdesDukpt.register(serial);
        final int counter = TdesDukpt.counter(serial);
        for (int bit = COUNTER_BITS - 1; bit >= 0; bit--) {
            if ((counter >> bit & 1) == 1) {
                TdesDukpt.setBit(register, bit);
                step(key, register);
            }
        }
        key[LENGTH - 1] ^= (byte) 0xFF;
        return key;
    }

    private static void step(byte[] key, byte[] register) throws CryptoException {
        final byte[] block = Secrets.xor(key, register);
        try (BlockCipher des = BlockCipher.tdes(key)) {
            des.encrypt(block, 0, LENGTH, block, 0);
        }
        for (int i = 0; i < LENGTH; i++) {
            key[i] ^= block[i];
        }
        Secrets.wipe(block);
    }

    /** The clear block under a mask of the key: key xor D(key xor block). */
    public static byte[] decipher(byte[] pinKey, byte[] block) throws CryptoException {
        final byte[] clear = Secrets.xor(pinKey, block);
        try (BlockCipher des = BlockCipher.tdes(pinKey)) {
            des.decrypt(clear, 0, LENGTH, clear, 0);
        }
        for (int i = 0; i < LENGTH; i++) {
            clear[i] ^= pinKey[i];
        }
        return clear;
    }
}
