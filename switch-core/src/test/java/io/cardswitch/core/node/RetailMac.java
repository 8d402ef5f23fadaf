package io.cardswitch.core.node;

import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** The retail MAC of ANSI X9.19, written with the JDK alone: what a terminal of others computes. */
final class RetailMac {
    private static final int BLOCK = 8;

    private RetailMac() {}

    /**
     * Eight octets over a message.
     *
     * @param key sixteen octets
     */
    static byte[] of(byte[] key, byte[] message) {
        final byte[] padded = Arrays.copyOf(message, (message.length + BLOCK - 1) / BLOCK * BLOCK);
        final byte[] left = Arrays.copyOf(key, BLOCK);
        final byte[] right = Arrays.copyOfRange(key, BLOCK, 2 * BLOCK);
        byte[] chain = new byte[BLOCK];
        for (int at = 0; at < padded.length; at += BLOCK) {
            for (int i = 0; i < BLOCK; i++) {
                chain[i] ^= padded[at + i];
            }
            chain = des(Cipher.ENCRYPT_MODE, left, chain);
        }
        return des(Cipher.ENCRYPT_MODE, left, des(Cipher.DECRYPT_MODE, right, chain));
    }

    private static byte[] des(int mode, byte[] key, byte[] block) {
        try {
            final Cipher cipher = Cipher.getInstance("DES/ECB/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "DES"));
            return cipher.doFinal(block);
        } catch (final GeneralSecurityException e) {
            throw new AssertionError("every JDK has DES", e);
        }
    }
}
