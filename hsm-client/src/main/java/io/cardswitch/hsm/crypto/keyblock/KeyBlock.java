package io.cardswitch.hsm.crypto.keyblock;

import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.Secrets;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A key with its header, out of a key block or on its way into one (ANSI X9.143:2021, 7). Closing
 * wipes the key; text shows the header only.
 */
public final class KeyBlock implements AutoCloseable {
    private static final int LENGTH_FIELD = 2;

    private final KeyBlockHeader header;
    private final byte[] key;

    private KeyBlock(KeyBlockHeader header, byte[] key) {
        this.header = header;
        this.key = key;
    }

    /** What the key may do. */
    public KeyBlockHeader header() {
        return header;
    }

    /** The clear key: the array itself, wiped by {@link #close}. */
    public byte[] key() {
        return key;
    }

    /**
     * Checks and opens a key block.
     *
     * @param kbpk the key block protection key
     * @throws CryptoException the first rule it breaks; MAC_MISMATCH before anything of the key is
     *     looked at
     */
    public static KeyBlock unwrap(byte[] kbpk, String block) throws CryptoException {
        final KeyBlockHeader.Parsed parsed = KeyBlockHeader.parse(block);
        final BlockBinding binding = BlockBinding.of(parsed.header().version());
        require(binding != null, CryptoError.VERSION);
        require(parsed.blockLength() == block.length(), CryptoError.LENGTH_MISMATCH);
        final boolean isWhole = block.length() % Math.min(8, 2 * binding.granularity()) == 0;
        require(isWhole, CryptoError.LENGTH_NOT_BLOCK_MULTIPLE);
        binding.requireKey(kbpk);
        final int macAt = block.length() - 2 * binding.macLength();
        require(macAt >= parsed.end(), CryptoError.MAC_MALFORMED);
        final byte[] mac = Hex.decode(block.substring(macAt));
        require(mac != null, CryptoError.MAC_NOT_HEX);
        final byte[] data = Hex.decode(block.substring(parsed.end(), macAt));
        require(data != null, CryptoError.KEY_DATA_NOT_HEX);
        require(data.length > 0, CryptoError.KEY_DATA_MISSING);
        require(data.length % binding.granularity() == 0, CryptoError.LENGTH_NOT_BLOCK_MULTIPLE);
        binding.requireKey(kbpk);
        final byte[] head = block.substring(0, parsed.end()).getBytes(StandardCharsets.US_ASCII);
        return new KeyBlock(parsed.header(), open(binding, kbpk, head, data, mac));
    }

    private static byte[] open(
            BlockBinding binding, byte[] kbpk, byte[] head, byte[] data, byte[] mac)
            throws CryptoException {
        final boolean isOverClear = binding.isMacOverClearKey();
        if (!isOverClear) {
            requireMac(binding.mac(kbpk, head, data), mac);
        }
        final byte[] field = binding.decrypt(kbpk, head, mac, data);
        try {
            if (isOverClear) {
                requireMac(binding.mac(kbpk, head, field), mac);
            }
            final int bits = (field[0] & 0xFF) << 8 | field[1] & 0xFF;
            require(bits % 8 == 0, CryptoError.DECRYPTED_KEY_INVALID);
            final int length = bits / 8;
            require(
                    length > 0 && length <= field.length - LENGTH_FIELD,
                    CryptoError.DECRYPTED_KEY_MALFORMED);
            return Arrays.copyOfRange(field, LENGTH_FIELD, LENGTH_FIELD + length);
        } finally {
            Secrets.wipe(field);
        }
    }

    private static void requireMac(byte[] expected, byte[] given) throws CryptoException {
        require(Secrets.areEqual(expected, given), CryptoError.MAC_MISMATCH);
    }

    /**
     * Builds a key block.
     *
     * @param maskedLength bytes the key field shows at least, so that its length tells nothing; 0
     *     for the key's own
     * @param random fills up the key field
     */
    public static String wrap(
            byte[] kbpk, KeyBlockHeader header, byte[] key, int maskedLength, SecureRandom random)
            throws CryptoException {
        final BlockBinding binding = BlockBinding.of(header.version());
        require(binding != null, CryptoError.VERSION);
        binding.requireKey(kbpk);
        final byte[] field = field(key, maskedLength, binding.granularity(), random);
        try {
            final int more = 2 * (field.length + binding.macLength());
            final String text = header.text(binding.blockLength(), more);
            final byte[] head = text.getBytes(StandardCharsets.US_ASCII);
            final byte[] mac;
            final byte[] data;
            if (binding.isMacOverClearKey()) {
                mac = binding.mac(kbpk, head, field);
                data = binding.encrypt(kbpk, head, mac, field);
            } else {
                data = binding.encrypt(kbpk, head, head, field);
                mac = binding.mac(kbpk, head, data);
            }
            return text + Hex.text(data) + Hex.text(mac);
        } finally {
            Secrets.wipe(field);
        }
    }

    private static byte[] field(byte[] key, int maskedLength, int unit, SecureRandom random) {
        final int shown = LENGTH_FIELD + Math.max(key.length, maskedLength);
        final byte[] field = new byte[(shown + unit - 1) / unit * unit];
        random.nextBytes(field);
        field[0] = (byte) (key.length >> 5);
        field[1] = (byte) (key.length << 3);
        System.arraycopy(key, 0, field, LENGTH_FIELD, key.length);
        return field;
    }

    private static void require(boolean holds, CryptoError error) throws CryptoException {
        if (!holds) {
            throw new CryptoException(error);
        }
    }

    @Override
    public void close() {
        Secrets.wipe(key);
    }

    @Override
    public String toString() {
        return "key block " + header.keyUsage() + header.algorithm() + header.modeOfUse();
    }
}
