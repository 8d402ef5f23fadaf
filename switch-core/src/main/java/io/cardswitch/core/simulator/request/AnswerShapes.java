package io.cardswitch.core.simulator.request;

import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageSpec;

import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds DE11 and DE39 in answers for a few nanoseconds each. The first answer of a shape is decoded
 * whole; later ones are of that shape when length, MTI, bitmap and the length prefixes before DE39
 * are the same bytes in the same places.
 */
public final class AnswerShapes {
    private static final int MOST = 64;
    private static final int LAST_ELEMENT = 41;

    /** Where one shape of answer keeps what is looked at, in bytes from the start of its body. */
    public static final class Shape {
        private final int length;
        private final long[] fixedWords;
        private final byte[] fixedRest;
        private final int[] prefixAt;
        private final byte[] prefix;
        private final int mti;
        private final int stan;
        private final boolean packed;
        private final int rrn;
        private final int authorization;
        private final int code;
        private final int terminal;
        private final int macElement;
        private final int mac;

        private Shape(DirectBuffer buffer, int offset, int length, MessageDecoder decoder) {
            this.length = length;
            final int fixedLength = firstElement(decoder) - offset;
            fixedWords = new long[fixedLength / Long.BYTES];
            for (int i = 0; i < fixedWords.length; i++) {
                fixedWords[i] = buffer.getLong(offset + i * Long.BYTES);
            }
            fixedRest = new byte[fixedLength % Long.BYTES];
            buffer.getBytes(offset + fixedWords.length * Long.BYTES, fixedRest);
            final List<Integer> prefixes = new ArrayList<>();
            for (int de = 2; de <= LAST_ELEMENT; de++) {
                if (decoder.has(de)) {
                    for (int at = decoder.elementOffset(de); at < decoder.valueOffset(de); at++) {
                        prefixes.add(at - offset);
                    }
                }
            }
            prefixAt = prefixes.stream().mapToInt(Integer::intValue).toArray();
            prefix = new byte[prefixAt.length];
            for (int i = 0; i < prefix.length; i++) {
                prefix[i] = buffer.getByte(offset + prefixAt[i]);
            }
            mti = decoder.mti();
            stan = decoder.has(11) ? decoder.valueOffset(11) - offset : -1;
            packed = stan >= 0 && decoder.valueLength(11) == 3;
            rrn = at(decoder, 37, offset);
            authorization = at(decoder, 38, offset);
            code = at(decoder, 39, offset);
            terminal = at(decoder, 41, offset);
            macElement = decoder.has(128) ? 128 : 64;
            mac = at(decoder, macElement, offset);
        }

        private static int firstElement(MessageDecoder decoder) {
            int de = 2;
            while (!decoder.has(de)) {
                de++;
            }
            return decoder.elementOffset(de);
        }

        private static int at(MessageDecoder decoder, int element, int offset) {
            return decoder.has(element) ? decoder.valueOffset(element) - offset : -1;
        }

        /** MTI, four BCD digits. */
        public int mti() {
            return mti;
        }

        /** DE11 of the answer whose body starts at {@code offset}; -1 when it is not digits. */
        public int stan(DirectBuffer buffer, int offset) {
            return (int) Digits.get(buffer, offset + stan, 6, packed);
        }

        /** DE37 as a number; -1 when it is absent or has other characters than digits. */
        public long rrn(DirectBuffer buffer, int offset) {
            return rrn < 0 ? -1 : Digits.get(buffer, offset + rrn, 12, false);
        }

        /** DE39 as an index of {@link ResponseCodes}. */
        public int responseCode(DirectBuffer buffer, int offset) {
            return code < 0 ? ResponseCodes.NONE : ResponseCodes.read(buffer, offset + code);
        }

        /** Where DE38 starts, from the start of the body; -1 when it is absent. */
        public int authorizationOffset() {
            return authorization;
        }

        /** Where DE41 starts, from the start of the body; -1 when it is absent. */
        public int terminalOffset() {
            return terminal;
        }

        /** Where the MAC starts, from the start of the body; -1 when it is absent. */
        int macOffset() {
            return mac;
        }

        /** The element of the MAC: 64 or 128. */
        int macElement() {
            return macElement;
        }

        /** Where DE39 starts, from the start of the body; -1 when it is absent. */
        public int responseCodeOffset() {
            return code;
        }

        private boolean fits(DirectBuffer buffer, int offset, int bodyLength) {
            if (bodyLength != length) {
                return false;
            }
            int at = offset;
            for (final long word : fixedWords) {
                if (buffer.getLong(at) != word) {
                    return false;
                }
                at += Long.BYTES;
            }
            for (final byte octet : fixedRest) {
                if (buffer.getByte(at++) != octet) {
                    return false;
                }
            }
            for (int i = 0; i < prefix.length; i++) {
                if (buffer.getByte(offset + prefixAt[i]) != prefix[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    private final MessageDecoder decoder;
    private final Shape[] shapes = new Shape[MOST];
    private int count;

    /** For answers in this dialect. */
    public AnswerShapes(MessageSpec dialect) {
        decoder = new MessageDecoder(dialect);
    }

    /** The shape of the answer in these bytes; null when they do not decode or have no DE11. */
    public Shape of(DirectBuffer buffer, int offset, int length) {
        for (int i = 0; i < count; i++) {
            final Shape shape = shapes[i];
            if (shape.fits(buffer, offset, length)) {
                if (i > 0) { // Toward the front, so that the common shape is found first.
                    shapes[i] = shapes[i - 1];
                    shapes[i - 1] = shape;
                }
                return shape;
            }
        }
        if (!decoder.wrap(buffer, offset, length) || !decoder.has(11)) {
            return null;
        }
        final Shape shape = new Shape(buffer, offset, length, decoder);
        shapes[count < MOST ? count++ : MOST - 1] = shape;
        return shape;
    }
}
