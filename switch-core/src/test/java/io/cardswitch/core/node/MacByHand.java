package io.cardswitch.core.node;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Every way in which a link may have its MACs made, written with the JDK alone; test keys. */
enum MacByHand {
    RETAIL(
            "retail",
            "S00072M3TN00E0000FAE969184135D5F03FFAD5CF41B67CB4BF8096D575F388BB4909745E",
            "15E9CDE9B03D34735E98CDDC86F18001"),
    MAC1(
            "mac1",
            "S00072M1TN00E00000FA8FBB7CFA5FF74994DCD9A8C1C98DB07E057221ADCDD8300F2D4C2",
            "2A4C6E8091B3D5F71929374654647383"),
    CMAC_OF_TDEA(
            "cmac",
            "S00072M6TN00E00006CD7EF86ADCA85B87C8FEE2104CD292EF3CD6F187DB249540DBBEB14",
            "5D1F3B7C9EB0D3F4193B5D7F91B3D5F7"),
    CMAC_OF_AES(
            "cmac",
            "S10096M6AN00E000020474D24F0E6C850DC7D09185E000F1CD5A6B892F466D930D1348A4D88283EE3"
                    + "B3C0F41B323C9405",
            "0F1E2D3C4B5A69788796A5B4C3D2E1F0");

    private static final int DES_BLOCK = 8;
    private static final int AES_BLOCK = 16;

    /** What a carry leaves behind (NIST SP 800-38B, 5.3), by the length of the block. */
    private static final byte DES_CARRY = 0x1B;

    private static final byte AES_CARRY = (byte) 0x87;

    private final String algorithm;
    private final String keyBlock;
    private final byte[] key;

    MacByHand(String algorithm, String keyBlock, String key) {
        this.algorithm = algorithm;
        this.keyBlock = keyBlock;
        this.key = HexFormat.of().parseHex(key);
    }

    /** Its name in links.yaml. */
    String algorithm() {
        return algorithm;
    }

    /** The key under the published test LMK. */
    String keyBlock() {
        return keyBlock;
    }

    /** The code of a message: its left eight octets. */
    byte[] of(byte[] message) {
        return switch (this) {
            case RETAIL -> RetailMac.of(key, message);
            case MAC1 -> last(chain(zeros(message)), DES_BLOCK);
            default -> Arrays.copyOf(cmac(message), DES_BLOCK);
        };
    }

    private int block() {
        return this == CMAC_OF_AES ? AES_BLOCK : DES_BLOCK;
    }

    private byte[] zeros(byte[] message) {
        return Arrays.copyOf(message, Math.ceilDiv(message.length, block()) * block());
    }

    private byte[] cmac(byte[] message) {
        final int block = block();
        final byte[] input = zeros(message);
        byte[] mask = twice(chain(new byte[block]));
        if (input.length != message.length) {
            input[message.length] = (byte) 0x80;
            mask = twice(mask);
        }
        for (int i = 0; i < block; i++) {
            input[input.length - block + i] ^= mask[i];
        }
        return last(chain(input), block);
    }

    private byte[] twice(byte[] octets) {
        final byte[] doubled = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            final int next = i + 1 < octets.length ? octets[i + 1] & 0xFF : 0;
            doubled[i] = (byte) (octets[i] << 1 | next >> 7);
        }
        if (octets[0] < 0) {
            doubled[doubled.length - 1] ^= block() == AES_BLOCK ? AES_CARRY : DES_CARRY;
        }
        return doubled;
    }

    private static byte[] last(byte[] octets, int count) {
        return Arrays.copyOfRange(octets, octets.length - count, octets.length);
    }

    /** Block after block, each under what came before it. */
    private byte[] chain(byte[] octets) {
        final boolean isAes = block() == AES_BLOCK;
        final byte[] whole = Arrays.copyOf(key, isAes ? AES_BLOCK : 3 * DES_BLOCK);
        if (!isAes) {
            System.arraycopy(key, 0, whole, 2 * DES_BLOCK, DES_BLOCK);
        }
        try {
            final Cipher cipher = Cipher.getInstance((isAes ? "AES" : "DESede") + "/CBC/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(whole, isAes ? "AES" : "DESede"),
                    new IvParameterSpec(new byte[block()]));
            return cipher.doFinal(octets);
        } catch (final GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES and DES", e);
        }
    }
}
