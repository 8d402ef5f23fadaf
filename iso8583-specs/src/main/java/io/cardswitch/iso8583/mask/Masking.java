package io.cardswitch.iso8583.mask;

import io.cardswitch.iso8583.emv.EmvTagTable;
import io.cardswitch.iso8583.tlv.TlvDecoder;
import io.cardswitch.iso8583.tlv.TlvLayout;

import org.agrona.concurrent.UnsafeBuffer;

import java.util.BitSet;
import java.util.HexFormat;

/**
 * Masks values for people and logs, after PCI DSS 3.4 (first six and last four digits of a PAN at
 * most) and 3.3 (no sensitive authentication data at all). Only elements and tags known to carry
 * neither are shown, when the value has the form that the standard gives it, and without what looks
 * like a card number all the same; tracks, PIN data, free and private use are hidden whole, and so
 * is every element of a version that is not known.
 */
public final class Masking {
    private static final int PAN = 2;
    private static final int CHIP = 55;
    private static final int ACCOUNT_1 = 102;
    private static final int ACCOUNT_2 = 103;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** Per version, elements that carry neither card nor cardholder. */
    private static final BitSet SAFE_87 =
            bits(3, 33, 37, 43, 49, 51, 54, 54, 64, 64, 66, 95, 97, 101, 128, 128);

    /** Without fees, acquirer references, data records and issuer references, which are free. */
    private static final BitSet SAFE_93 =
            bits(
                    3, 30, 32, 33, 37, 43, 49, 51, 54, 54, 56, 58, 64, 64, 67, 71, 73, 94, 97, 101,
                    128, 128);

    /** Without DE49, which is verification data here, and composites with free parts. */
    private static final BitSet SAFE_2003 =
            bits(3, 17, 19, 20, 23, 26, 28, 28, 32, 33, 37, 42, 64, 64, 73, 73, 128, 128);

    private Masking() {}

    /** First and last of each range. */
    private static BitSet bits(int... ranges) {
        final BitSet bits = new BitSet();
        for (int i = 0; i < ranges.length; i += 2) {
            bits.set(ranges[i], ranges[i + 1] + 1);
        }
        return bits;
    }

    /**
     * What may be shown of an element whose value is as it should be, see {@link #masked}.
     *
     * @param version 87, 93 or 2003; nothing is shown of any other
     */
    public static Disclosure of(int version, int de) {
        final BitSet safe =
                switch (version) {
                    case 87 -> SAFE_87;
                    case 93 -> SAFE_93;
                    case 2003 -> SAFE_2003;
                    default -> null;
                };
        if (safe == null || de < 0) return Disclosure.LENGTH;
        if (safe.get(de)) return Disclosure.WHOLE;
        return switch (de) {
            case PAN, ACCOUNT_1, ACCOUNT_2 -> Disclosure.ACCOUNT;
            case CHIP -> Disclosure.CHIP;
            default -> Disclosure.LENGTH;
        };
    }

    /**
     * The value of an element as it may be shown, of the same length.
     *
     * @param version as in {@link #of(int, int)}
     * @param value characters, or octets in hexadecimal
     */
    public static String masked(int version, int de, String value) {
        return switch (of(version, de)) {
            case WHOLE -> ValueForm.masked(version, de, value);
            case ACCOUNT -> ValueForm.fits(version, de, value) ? maskedPan(value) : hidden(value);
            case CHIP -> maskedChip(value);
            case LENGTH -> hidden(value);
        };
    }

    /**
     * What looks like a card number masked in a value that should hold none; of the same length.
     *
     * @param value characters, or octets in hexadecimal
     */
    public static String withoutCardNumbers(String value) {
        return CardNumbers.masked(value);
    }

    /** First six and last four characters; fewer than 13 characters are hidden whole. */
    public static String maskedPan(String value) {
        if (value.length() < CardNumbers.SHORTEST) return hidden(value);
        final int first = CardNumbers.FIRST_SHOWN;
        final int end = value.length() - CardNumbers.LAST_SHOWN;
        return value.substring(0, first) + "*".repeat(end - first) + value.substring(end);
    }

    /** What may be shown of the value of a tag of chip data. */
    public static Disclosure ofTag(int tag) {
        if (tag == EmvTagTable.PAN) return Disclosure.ACCOUNT;
        return EmvTagTable.isSafe(tag) ? Disclosure.WHOLE : Disclosure.LENGTH;
    }

    /**
     * The value of a tag of chip data as it may be shown, of the same length.
     *
     * @param hex octets in hexadecimal
     */
    public static String maskedTag(int tag, String hex) {
        return switch (ofTag(tag)) {
            case WHOLE -> CardNumbers.masked(hex);
            case ACCOUNT -> maskedPacked(hex);
            default -> hidden(hex);
        };
    }

    /**
     * Chip data with the values of all tags hidden that are not known to be safe; hidden whole when
     * it is not tags and values from end to end, or holds an unknown tag without a value.
     */
    private static String maskedChip(String hex) {
        if (!CardNumbers.isOctets(hex)) return hidden(hex);
        final byte[] octets = HEX.parseHex(hex);
        final TlvDecoder tags = new TlvDecoder(TlvLayout.BER);
        tags.wrap(new UnsafeBuffer(octets), 0, octets.length);
        final StringBuilder masked = new StringBuilder(hex);
        while (tags.next()) {
            if (tags.isConstructed() && EmvTagTable.of(tags.tag()) != null) continue;
            tags.skip();
            final int from = 2 * tags.valueOffset();
            final int to = from + 2 * tags.valueLength();
            // Tags without values are shown whole: those that are not known may be anything.
            if (from == to && EmvTagTable.of(tags.tag()) == null) return hidden(hex);
            masked.replace(from, to, maskedTag(tags.tag(), hex.substring(from, to)));
        }
        if (!tags.isSound()) return hidden(hex);
        return masked.toString();
    }

    /** A PAN in half bytes, filled with F; hidden whole when it holds anything else. */
    private static String maskedPacked(String hex) {
        int digits = 0;
        while (digits < hex.length() && Character.digit(hex.charAt(digits), 10) >= 0) {
            digits++;
        }
        final String filler = hex.substring(digits);
        return filler.equalsIgnoreCase("F".repeat(filler.length()))
                ? maskedPan(hex.substring(0, digits)) + filler
                : hidden(hex);
    }

    private static String hidden(String value) {
        return "*".repeat(value.length());
    }
}
