package io.cardswitch.iso8583.emv;

import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.List;

/**
 * One tag of the dictionary.
 *
 * @param tag as in {@link io.cardswitch.iso8583.tlv.TlvLayout#BER}
 * @param name in words
 * @param format n, cn, an, ans or b, as EMV Book 3 annex A gives it
 * @param source who supplies the value
 * @param isSafe whether the value may be shown to anybody
 * @param meanings of its bits; none for most tags
 */
public record EmvTag(
        int tag,
        String name,
        String format,
        Source source,
        boolean isSafe,
        List<BitMeaning> meanings) {

    /** Who supplies a value. */
    public enum Source {
        CARD("card"),
        TERMINAL("terminal"),
        ISSUER("issuer");

        private final String word;

        Source(String word) {
            this.word = word;
        }

        static Source of(String word) {
            for (final Source source : values()) {
                if (source.word.equals(word)) return source;
            }
            throw new IllegalArgumentException(word);
        }
    }

    /**
     * What some bits of a value mean.
     *
     * @param index of the byte, 0 is the first
     * @param mask of the bits
     * @param value that they must have
     * @param text in words
     */
    public record BitMeaning(int index, int mask, int value, String text) {}

    /** What the value says, in the order of its bytes. */
    public List<String> explain(DirectBuffer value, int offset, int length) {
        final List<String> texts = new ArrayList<>();
        for (final BitMeaning meaning : meanings) {
            if (meaning.index < length
                    && (value.getByte(offset + meaning.index) & meaning.mask) == meaning.value) {
                texts.add(meaning.text);
            }
        }
        return texts;
    }
}
