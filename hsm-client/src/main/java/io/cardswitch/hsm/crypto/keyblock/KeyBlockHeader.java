package io.cardswitch.hsm.crypto.keyblock;

import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;

import java.util.ArrayList;
import java.util.List;

/**
 * The header of a key block (ANSI X9.143:2021, 6.3.1): what the key is and may do. Nothing in it is
 * secret.
 *
 * @param version A to E; 0 and 1 in payShield's own form
 * @param keyUsage such as P0 for PIN encryption
 * @param algorithm T for TDEA, A for AES, H for HMAC, R for RSA
 * @param modeOfUse such as E for encrypt only
 * @param keyVersion two characters, 00 when unused
 * @param exportability E, N or S
 * @param reserved 00; the id of the LMK in payShield's own form
 * @param optionalBlocks in their order, padding left out
 */
public record KeyBlockHeader(
        char version,
        String keyUsage,
        char algorithm,
        char modeOfUse,
        String keyVersion,
        char exportability,
        String reserved,
        List<OptionalBlock> optionalBlocks) {
    /** Characters of a header without optional blocks. */
    public static final int LENGTH = 16;

    private static final int MAX_OPTIONAL_BLOCKS = 99;

    /** A header as it stands at the front of a text. */
    public record Parsed(KeyBlockHeader header, int blockLength, int optionalBlocks, int end) {}

    /**
     * Reads a header.
     *
     * @return also the length it announces, the number of optional blocks (padding counted) and the
     *     position of the first character behind
     * @throws CryptoException LENGTH_MISMATCH, HEADER, OPTIONAL_BLOCK, OPTIONAL_BLOCK_ID
     */
    public static Parsed parse(String text) throws CryptoException {
        if (text.length() < LENGTH) {
            throw new CryptoException(CryptoError.LENGTH_MISMATCH);
        }
        final int length = decimal(text, 1, 4);
        if (length < 0) {
            throw new CryptoException(CryptoError.LENGTH_MISMATCH);
        }
        final int count = decimal(text, 12, 2);
        if (count < 0 || !OptionalBlock.isAlphanumeric(text, 0, LENGTH)) {
            throw new CryptoException(CryptoError.HEADER);
        }
        final OptionalBlock.Parsed options = OptionalBlock.parse(text, LENGTH, count);
        final List<OptionalBlock> kept = new ArrayList<>(options.blocks());
        kept.removeIf(block -> block.id().equals(OptionalBlock.PADDING));
        final KeyBlockHeader header =
                new KeyBlockHeader(
                        text.charAt(0),
                        text.substring(5, 7),
                        text.charAt(7),
                        text.charAt(8),
                        text.substring(9, 11),
                        text.charAt(11),
                        text.substring(14, 16),
                        List.copyOf(kept));
        return new Parsed(header, length, count, options.end());
    }

    private static int decimal(String text, int at, int digits) {
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            final char c = text.charAt(i);
            if (c < '0' || c > '9') return -1;
            value = 10 * value + c - '0';
        }
        return value;
    }

    /**
     * The header in front of that many more characters, with padding so that it fills whole blocks.
     *
     * @param blockLength bytes of a cipher block
     * @param more characters of key and MAC that will follow
     */
    public String text(int blockLength, int more) throws CryptoException {
        final StringBuilder options = new StringBuilder();
        for (final OptionalBlock block : optionalBlocks) {
            options.append(block.text());
        }
        int count = optionalBlocks.size();
        if (options.length() % blockLength != 0) {
            final int missing = Math.floorMod(-(options.length() + 4), blockLength);
            options.append(new OptionalBlock(OptionalBlock.PADDING, "0".repeat(missing)).text());
            count++;
        }
        final int length = LENGTH + options.length() + more;
        if (count > MAX_OPTIONAL_BLOCKS || length > 9999) {
            throw new CryptoException(CryptoError.HEADER);
        }
        return version
                + decimalText(length, 4)
                + keyUsage
                + algorithm
                + modeOfUse
                + keyVersion
                + exportability
                + decimalText(count, 2)
                + reserved
                + options;
    }

    private static String decimalText(int value, int digits) {
        final String text = Integer.toString(value);
        return "0".repeat(digits - text.length()) + text;
    }
}
