package io.cardswitch.iso8583.tlv;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * How the objects of a field follow each other. A tag is held as the number that its bytes make,
 * the first one highest: {@code 9F26} is 0x9F26, the characters {@code 0002} are 0x30303032.
 *
 * @param form order of tag and length
 * @param tagBytes of every tag; of no meaning for BER
 * @param lengthBytes of every length; of no meaning for BER
 * @param numerals of the length; of no meaning for BER
 * @param lengthCountsTag whether the length counts the tag and the value, not the value alone
 */
public record TlvLayout(
        Form form, int tagBytes, int lengthBytes, Numerals numerals, boolean lengthCountsTag) {

    /** Longest tag. */
    public static final int MAX_TAG_BYTES = Integer.BYTES;

    /** BER as EMV Book 3 annex B restricts it: definite lengths, constructed objects nested. */
    public static final TlvLayout BER =
            new TlvLayout(Form.BER, MAX_TAG_BYTES, 2, Numerals.BINARY, false);

    static final int MULTI_BYTE = 0x1F;
    static final int MORE = 0x80;
    private static final int CONSTRUCTED = 0x20;
    private static final String EBCDIC = "IBM037";

    /** Order of tag and length. */
    public enum Form {
        /** ISO/IEC 8825-1: lengths of tags and lengths are part of them. */
        BER,
        /** Tag, length, value, each tag and length of one size. */
        TAG_FIRST,
        /** Length, tag, value, each tag and length of one size. */
        LENGTH_FIRST
    }

    /**
     * @throws IllegalArgumentException when a size is out of range
     */
    public TlvLayout {
        if (tagBytes < 1 || tagBytes > MAX_TAG_BYTES) {
            throw new IllegalArgumentException(
                    "a tag has 1 to " + MAX_TAG_BYTES + " bytes, not " + tagBytes);
        }
        if (lengthBytes < 1 || lengthBytes > numerals.maxBytes()) {
            throw new IllegalArgumentException(
                    "a length has 1 to " + numerals.maxBytes() + " bytes, not " + lengthBytes);
        }
    }

    /** Tag, length of the value, value. */
    public static TlvLayout tagFirst(int tagBytes, int lengthBytes, Numerals numerals) {
        return new TlvLayout(Form.TAG_FIRST, tagBytes, lengthBytes, numerals, false);
    }

    /** Length of tag and value, tag, value. */
    public static TlvLayout lengthFirst(int tagBytes, int lengthBytes, Numerals numerals) {
        return new TlvLayout(Form.LENGTH_FIRST, tagBytes, lengthBytes, numerals, true);
    }

    /**
     * Of a tag as people write it: hexadecimal for BER and for binary and BCD tags, characters
     * else.
     *
     * @throws IllegalArgumentException when it is no tag of this layout
     */
    public int tag(String text) {
        final byte[] octets = isText() ? text.getBytes(charset()) : HexFormat.of().parseHex(text);
        int tag = 0;
        for (final byte octet : octets) {
            tag = tag << Byte.SIZE | octet & 0xFF;
        }
        if (octets.length > MAX_TAG_BYTES || bytes(tag) != octets.length || !isTag(tag)) {
            throw new IllegalArgumentException(text + " is no tag here");
        }
        return tag;
    }

    /** The tag as people write it, see {@link #tag}; builds a String. */
    public String text(int tag) {
        final byte[] octets = new byte[bytes(tag)];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) (tag >>> (octets.length - 1 - i) * Byte.SIZE);
        }
        return isText()
                ? new String(octets, charset())
                : HexFormat.of().withUpperCase().formatHex(octets);
    }

    /** Whether the object holds objects itself. */
    static boolean isConstructed(int tag, int tagBytes) {
        return (tag >>> (tagBytes - 1) * Byte.SIZE & CONSTRUCTED) != 0;
    }

    /** Whether objects of this tag hold objects; never but in BER. */
    public boolean isConstructed(int tag) {
        return isBer() && isConstructed(tag, bytes(tag));
    }

    boolean isBer() {
        return form == Form.BER;
    }

    /** Bytes that the tag takes. */
    int bytes(int tag) {
        if (!isBer()) return tagBytes;
        return Integer.BYTES - Integer.numberOfLeadingZeros(tag | 1) / Byte.SIZE;
    }

    /** Whether the number can stand as a tag. */
    boolean isTag(int tag) {
        final int bytes = bytes(tag);
        if (!isBer()) {
            final boolean hasRoom = bytes == MAX_TAG_BYTES || tag >>> bytes * Byte.SIZE == 0;
            return hasRoom && isTextOrOctets(tag);
        }
        final int first = tag >>> (bytes - 1) * Byte.SIZE;
        boolean isMoreExpected = (first & MULTI_BYTE) == MULTI_BYTE;
        for (int i = bytes - 2; i >= 0; i--) {
            if (!isMoreExpected) return false;
            isMoreExpected = (tag >>> i * Byte.SIZE & MORE) != 0;
        }
        return !isMoreExpected && first != 0;
    }

    /** Whether every byte is a letter or digit, where tags are text. */
    boolean isTextOrOctets(int tag) {
        if (!isText()) return true;
        for (int i = 0; i < tagBytes; i++) {
            final int octet = tag >>> i * Byte.SIZE & 0xFF;
            if (!(numerals == Numerals.ASCII ? isAscii(octet) : isEbcdic(octet))) return false;
        }
        return true;
    }

    private boolean isText() {
        return !isBer() && (numerals == Numerals.ASCII || numerals == Numerals.EBCDIC);
    }

    private Charset charset() {
        return numerals == Numerals.ASCII ? StandardCharsets.US_ASCII : Charset.forName(EBCDIC);
    }

    private static boolean isAscii(int octet) {
        return octet >= '0' && octet <= '9'
                || octet >= 'A' && octet <= 'Z'
                || octet >= 'a' && octet <= 'z';
    }

    /** Letters and digits stand at the same places in all code pages. */
    private static boolean isEbcdic(int octet) {
        final int column = octet & 0xF;
        return switch (octet >> 4) {
            case 0xF -> column <= 9;
            case 0x8, 0x9, 0xC, 0xD -> column >= 1 && column <= 9;
            case 0xA, 0xE -> column >= 2 && column <= 9;
            default -> false;
        };
    }
}
