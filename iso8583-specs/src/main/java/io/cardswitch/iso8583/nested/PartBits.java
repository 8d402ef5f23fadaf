package io.cardswitch.iso8583.nested;

import io.cardswitch.iso8583.Encoding;
import io.cardswitch.iso8583.PartBitmap;
import io.cardswitch.iso8583.codec.ErrorReason;
import io.cardswitch.iso8583.ebcdic.CodePage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;

/** The parts that the bitmaps in front of them announce. */
final class PartBits {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final PartBitmap bitmap;
    private final BitSet parts = new BitSet();
    private int length;

    PartBits(PartBitmap bitmap) {
        this.bitmap = bitmap;
    }

    /** Reads as many bitmaps as follow each other; leaves false when they are not right. */
    boolean read(Span span, NestedError error) {
        if (bitmap.isDataset()) {
            length = DatasetBits.read(span, parts, error);
            return length >= 0;
        }
        final Place place = span.place();
        final int bytes = bitmap.encoding().bytes(bitmap.octets());
        for (int i = 0; i < bitmap.highestCount(); i++) {
            final int at = length;
            final int left = span.length() - at;
            if (bytes > left) {
                return error.note("", place.of(at), ErrorReason.TRUNCATED.describe(bytes, left));
            }
            final byte[] octets = octets(Arrays.copyOfRange(span.bytes(), at, at + bytes));
            if (octets.length == 0) {
                return error.note("", place.of(at), ErrorReason.BITMAP_NOT_HEX.describe(0, 0));
            }
            length += bytes;
            final int first = 1 + i * bitmap.bits();
            for (int bit = 0; bit < bitmap.bits(); bit++) {
                final int mask = 0x80 >> bit % Byte.SIZE;
                if ((octets[bit / Byte.SIZE] & mask) != 0) parts.set(first + bit);
            }
            if (!bitmap.isChain(first) || !parts.get(first)) return true;
            parts.clear(first);
        }
        return error.note("", place.of(0), "a bitmap is announced that has no room");
    }

    /** None when hexadecimal digits are expected and there are others. */
    private byte[] octets(byte[] bytes) {
        if (bitmap.encoding() == Encoding.BINARY) return bytes;
        final CodePage page = CodePage.of(bitmap.encoding());
        if (page != null) page.copyAscii(bytes, 0, bytes.length, bytes);
        try {
            return HEX.parseHex(new String(bytes, StandardCharsets.ISO_8859_1));
        } catch (final IllegalArgumentException e) {
            return new byte[0];
        }
    }

    void announce(int part) {
        parts.set(part);
    }

    /** As few bitmaps as announce the parts. */
    byte[] write() {
        if (bitmap.isDataset()) return DatasetBits.write(parts);
        final int count = Math.max(1, (parts.length() - 2) / bitmap.bits() + 1);
        final byte[] octets = new byte[count * bitmap.octets()];
        for (int i = 0; i < count - 1; i++) {
            octets[i * bitmap.octets()] |= (byte) 0x80;
        }
        parts.stream()
                .forEach(part -> {
                    octets[(part - 1) / Byte.SIZE] |= (byte) (0x80 >> (part - 1) % Byte.SIZE);
                });
        if (bitmap.encoding() == Encoding.BINARY) return octets;
        final byte[] digits = HEX.formatHex(octets).getBytes(StandardCharsets.US_ASCII);
        final CodePage page = CodePage.of(bitmap.encoding());
        if (page != null) page.fromAscii(digits, 0, digits.length);
        return digits;
    }

    BitSet parts() {
        return parts;
    }

    /** Bytes of the bitmaps that were read. */
    int length() {
        return length;
    }
}
