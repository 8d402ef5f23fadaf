package io.cardswitch.iso8583.describe;

import io.cardswitch.iso8583.BitmapSet;
import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.codec.ErrorReason;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.framing.MessageHeader;
import io.cardswitch.iso8583.mask.Disclosure;
import io.cardswitch.iso8583.mask.Masking;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.HexFormat;
import java.util.Locale;

/**
 * Renders messages of one dialect for a person: a line for each element and tag, with its bytes in
 * the frame, its name and value, and lines that say what the value means. What is not known to be
 * safe shows its length only; of a message that is not valid, that is every value: a wrong bit puts
 * a card number where an amount should be. The same message gives the same text everywhere.
 *
 * <pre>
 * iso87-binary, 40 bytes
 * 0-1        MTI         0200
 *                        = ISO 8583:1987, financial, request, acquirer
 * 10-18      2           Primary account number (PAN): 476173******0119
 * </pre>
 */
public final class MessageText {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final MessageSpec spec;
    private final MessageHeader header;
    private final boolean inClear;
    private final MessageDecoder decoder;
    private final NestedText nested;
    private final ElementMeaning meaning;
    private boolean isSafe; // Whether values may be shown that their elements allow.
    private final UnsafeBuffer text =
            new UnsafeBuffer(new byte[2 * MessageSpec.MAX_MESSAGE_LENGTH]);

    /**
     * For messages of one dialect.
     *
     * @param header what stands in front of them
     * @param inClear whether values are shown that belong to a card or its holder
     */
    public MessageText(MessageSpec spec, MessageHeader header, boolean inClear) {
        this.spec = spec;
        this.header = header;
        this.inClear = inClear;
        decoder = new MessageDecoder(spec);
        nested = new NestedText(spec);
        meaning = new ElementMeaning(spec.version());
    }

    /** As {@link #describe}, of hexadecimal digits in either case, blanks between them ignored. */
    public boolean describeHex(String line, StringBuilder out) {
        final HexLine hex = HexLine.parse(line);
        final boolean isValid =
                describe(new UnsafeBuffer(hex.octets()), 0, hex.octets().length, out);
        if (hex.problem() == null) return isValid;
        TextLines.error("input", hex.octets().length, hex.problem(), out);
        return false;
    }

    /** Appends lines about a message; leaves false when it or its chip data is not valid. */
    public boolean describe(DirectBuffer message, int offset, int length, StringBuilder out) {
        out.append(spec.name()).append(", ").append(TextLines.count(length, "byte")).append('\n');
        final MessageHeader.Problem problem = header.problem(message, offset, length);
        if (problem != null) {
            TextLines.error("header", problem.offset(), problem.text(), out);
        }
        final int start = header.length(message, offset, length);
        if (start == MessageHeader.UNREADABLE) return false;
        boolean isValid = decoder.wrap(message, offset + start, length - start) & problem == null;
        isSafe = inClear || isValid;
        if (start > 0) describeHeader(message, offset, start, out);
        if (decoder.mti() >= 0) describeStart(start, length, out);
        for (int de = 2; de <= MessageSpec.LAST_ELEMENT; de++) {
            if (decoder.has(de)) isValid &= describeElement(de, offset, out);
        }
        if (decoder.errorReason() != ErrorReason.NONE) {
            final int at = start + decoder.errorOffset();
            TextLines.error(place(decoder.errorElement()), at, decoder.errorText(), out);
        }
        return isValid;
    }

    private void describeHeader(DirectBuffer message, int offset, int length, StringBuilder out) {
        final byte[] octets = new byte[length];
        message.getBytes(offset, octets);
        final boolean isShown = isSafe && (inClear || header instanceof Header);
        final String shown = isShown ? HEX.formatHex(octets) : hiddenOctets(length);
        TextLines.line(0, length, "header", header + ": " + shown, out);
        if (header.isReject(message, offset)) {
            TextLines.meaning("brings a refused message back", out);
        }
    }

    private static String hiddenOctets(int count) {
        return TextLines.hidden(TextLines.count(count, "octet"));
    }

    private static String place(int de) {
        return switch (de) {
            case 0 -> "MTI";
            case 1 -> "bitmap";
            default -> "DE" + de;
        };
    }

    private void describeStart(int start, int length, StringBuilder out) {
        final String mti = HEX.toHexDigits((short) decoder.mti());
        final int mtiBytes = spec.start().mtiBytes();
        TextLines.line(start, mtiBytes, "MTI", mti, out);
        TextLines.meaning(ElementMeaning.mti(mti), out);
        final boolean isLong =
                decoder.primaryBitmap() < 0 || spec.start().bitmaps() == BitmapSet.TWO;
        final boolean isLongest = isLong && decoder.secondaryBitmap() < 0;
        final String bitmap =
                HEX.toHexDigits(decoder.primaryBitmap())
                        + (isLong ? HEX.toHexDigits(decoder.secondaryBitmap()) : "")
                        + (isLongest ? HEX.toHexDigits(decoder.tertiaryBitmap()) : "");
        final int bitmapBytes = spec.start().bitmapBytes(isLongest ? 3 : isLong ? 2 : 1);
        final int at = start + mtiBytes;
        final boolean isRead = decoder.errorElement() != 1 && at + bitmapBytes <= length;
        final String shown = isSafe ? bitmap : hiddenOctets(bitmap.length() / 2);
        if (isRead) TextLines.line(at, bitmapBytes, "bitmap", shown, out);
    }

    private boolean describeElement(int de, int offset, StringBuilder out) {
        final ElementSpec element = spec.element(de);
        if (!isSafe) {
            element(element, offset, TextLines.hidden(units(element, de)), out);
            return true;
        }
        final String value = text(de);
        final Disclosure disclosure = Masking.of(spec.version(), de);
        final byte[] chip = disclosure == Disclosure.CHIP ? octets(element, value) : null;
        final String visible = inClear ? value : Masking.masked(spec.version(), de, value);
        final String shown =
                chip == null ? shown(element, disclosure, visible) : units(element, de);
        element(element, offset, shown, out);
        if (chip != null) {
            final int bytesAnOctet = chip.length == 0 ? 1 : decoder.valueLength(de) / chip.length;
            return new ChipText(inClear, decoder.valueOffset(de) - offset, bytesAnOctet)
                    .describe(de, chip, out);
        }
        if (disclosure == Disclosure.WHOLE && !isHidden(visible)) {
            for (final String line : meaning.explain(de, visible, this::safeText)) {
                TextLines.meaning(line, out);
            }
        }
        final boolean isWhole = disclosure == Disclosure.WHOLE && visible.equals(value);
        return nested.describe(decoder, de, offset, inClear || isWhole, out);
    }

    private void element(ElementSpec element, int offset, String shown, StringBuilder out) {
        final int de = element.number();
        TextLines.line(
                decoder.elementOffset(de) - offset,
                decoder.elementLength(de),
                Integer.toString(de),
                element.name() + ": " + shown,
                out);
    }

    private static boolean isHidden(String visible) {
        return visible.chars().allMatch(c -> c == '*');
    }

    private String shown(ElementSpec element, Disclosure disclosure, String visible) {
        final int de = element.number();
        final boolean isShown = disclosure == Disclosure.WHOLE || disclosure == Disclosure.ACCOUNT;
        if (!inClear && (!isShown || isHidden(visible) && !visible.isEmpty())) {
            // What parts hold stands behind them.
            final String units = units(element, de);
            return spec.inside(de) == null ? TextLines.hidden(units) : units;
        }
        return switch (element.content()) {
            case N, X_N, Z, B -> visible;
            default -> TextLines.quoted(visible);
        };
    }

    private String units(ElementSpec element, int de) {
        final String unit =
                switch (element.content()) {
                    case B -> "octet";
                    case N -> "digit";
                    default -> "character";
                };
        return TextLines.count(decoder.units(de), unit);
    }

    /** Chip data as octets; null when it is text that is not hexadecimal. */
    private static byte[] octets(ElementSpec element, String value) {
        final HexLine hex = HexLine.parse(value);
        final boolean isHex = hex.problem() == null && 2 * hex.octets().length == value.length();
        return element.content() == Content.B || isHex ? hex.octets() : null;
    }

    private String safeText(int de) {
        if (!decoder.has(de)) return null;
        final String value = text(de);
        final boolean isWhole = Masking.of(spec.version(), de) == Disclosure.WHOLE;
        return isWhole && Masking.masked(spec.version(), de, value).equals(value) ? value : null;
    }

    private String text(int de) {
        final int length = decoder.copyText(de, text, 0);
        final String characters = TextLines.printable(text.byteArray(), 0, length);
        return spec.element(de).content() == Content.B
                ? characters.toUpperCase(Locale.ROOT)
                : characters;
    }
}
