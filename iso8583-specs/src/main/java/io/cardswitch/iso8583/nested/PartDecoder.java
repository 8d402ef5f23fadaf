package io.cardswitch.iso8583.nested;

import io.cardswitch.iso8583.Inside;
import io.cardswitch.iso8583.codec.ErrorReason;
import io.cardswitch.iso8583.codec.MessageDecoder;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/** Reads single parts of one level. */
final class PartDecoder {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final PartTable table;
    private final MessageDecoder decoder;
    private Inside.Part part;
    private int de;
    private int head;

    PartDecoder(PartTable table) {
        this.table = table;
        decoder = new MessageDecoder(table.spec);
    }

    /**
     * Reads the part that begins at {@code at}.
     *
     * @param end behind the content that the part belongs to
     * @return whether it is valid; if not, see {@link #errorText()}
     */
    boolean read(Inside.Part part, byte[] content, int at, int end) {
        this.part = part;
        de = table.element(part);
        head = PartTable.headLength(part);
        final int most = part.element().prefixBytes() + part.element().fixedBytes();
        final int length = part.isRest() ? end - at : Math.min(end - at, most);
        final byte[] message = new byte[head + length];
        final int bit = de - 1;
        message[2 + bit / Byte.SIZE] = (byte) (0x80 >> bit % Byte.SIZE);
        for (int i = PartTable.HEAD_LENGTH; i < head; i++) {
            message[i] = (byte) (length >> (head - 1 - i) * Byte.SIZE);
        }
        System.arraycopy(content, at, message, head, length);
        return decoder.wrap(new UnsafeBuffer(message), 0, message.length)
                || decoder.errorReason() == ErrorReason.TRAILING_BYTES;
    }

    /** Bytes of the part, its length included. */
    int length() {
        return decoder.elementLength(de) + PartTable.HEAD_LENGTH - head;
    }

    /** Bytes before the value. */
    int prefixLength() {
        return part.isRest() ? 0 : part.element().prefixBytes();
    }

    /** Characters, or octets in upper-case hexadecimal. */
    String text() {
        return text(decoder, de, PartTable.isOctets(part.element()));
    }

    /** Distance of the error from the part's first byte. */
    int errorOffset() {
        return Math.max(0, decoder.errorOffset() - head);
    }

    String errorText() {
        return decoder.errorText();
    }

    /** The value of an element as people write it. */
    static String text(MessageDecoder decoder, int de, boolean isOctets) {
        final UnsafeBuffer text = new UnsafeBuffer(new byte[2 * decoder.valueLength(de) + 1]);
        final int length = decoder.copyText(de, text, 0);
        final String characters =
                new String(text.byteArray(), 0, length, StandardCharsets.ISO_8859_1);
        return isOctets ? characters.toUpperCase(Locale.ROOT) : characters;
    }

    /** The content that such a text tells. */
    static byte[] content(String text, boolean isOctets) {
        return isOctets ? HEX.parseHex(text) : text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
