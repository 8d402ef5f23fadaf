package io.cardswitch.core.edge.exchange;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;

import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** A key as a network makes and sends it, with the JDK's own cipher. */
public final class PartnerKey {
    /** The zone's key that new keys travel under. */
    private static final String ZONE_KEY = "5B7C0291A4C7E9F113253749AB6D8FF1";

    private final byte[] key;

    /** A key of two or three parts, hexadecimal. */
    public PartnerKey(String hex) {
        key = HexFormat.of().parseHex(hex);
    }

    /** Encrypted part by part. */
    public String underZoneKey() {
        return hex(cipher(Cipher.ENCRYPT_MODE, HexFormat.of().parseHex(ZONE_KEY), key));
    }

    /** First three bytes of zeros under the key. */
    public String checkValue() {
        return hex(encrypt(new byte[8])).substring(0, 6);
    }

    /** A block, or several, under the key. */
    public byte[] encrypt(byte[] clear) {
        return cipher(Cipher.ENCRYPT_MODE, key, clear);
    }

    /** A block, or several, out of their encryption under the key. */
    public byte[] decrypt(byte[] encrypted) {
        return cipher(Cipher.DECRYPT_MODE, key, encrypted);
    }

    private static byte[] cipher(int mode, byte[] key, byte[] octets) {
        final byte[] three = Arrays.copyOf(key, 24);
        if (key.length == 16) {
            System.arraycopy(key, 0, three, 16, 8);
        }
        try {
            final Cipher cipher = Cipher.getInstance("DESede/ECB/NoPadding");
            cipher.init(mode, new SecretKeySpec(three, "DESede"));
            return cipher.doFinal(octets);
        } catch (final GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().withUpperCase().formatHex(octets);
    }
}
