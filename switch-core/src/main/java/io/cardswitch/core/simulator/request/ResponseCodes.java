package io.cardswitch.core.simulator.request;

import org.agrona.DirectBuffer;

import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;

/** DE39 of ISO 8583:1987 as a small number: two characters, each one of 36; the last is none. */
public final class ResponseCodes {
    /** Index of an answer without DE39. */
    public static final int NONE = 36 * 36;

    /** Indexes in all. */
    public static final int COUNT = NONE + 1;

    /** Index of 00. */
    public static final int APPROVED = 0;

    /** Index of 10. */
    public static final int APPROVED_PARTIAL = 36;

    private ResponseCodes() {}

    /** Index of the code at {@code offset}; {@link #NONE} when these are no such characters. */
    static int read(DirectBuffer buffer, int offset) {
        final int high = value(buffer.getByte(offset));
        final int low = value(buffer.getByte(offset + 1));
        return high < 0 || low < 0 ? NONE : high * 36 + low;
    }

    /** For each index, whether the code is one of these. */
    public static boolean[] members(Set<String> codes) {
        final boolean[] members = new boolean[COUNT];
        for (final String code : codes) {
            members[value((byte) code.charAt(0)) * 36 + value((byte) code.charAt(1))] = true;
        }
        return members;
    }

    /** The codes met, in order, and how often. */
    public static SortedMap<String, Long> counts(AtomicLongArray byCode) {
        final TreeMap<String, Long> counts = new TreeMap<>();
        for (int i = 0; i < COUNT; i++) {
            final long count = byCode.get(i);
            if (count > 0) {
                counts.put(text(i), count);
            }
        }
        return counts;
    }

    /** Whether DE39 may be this text. */
    public static boolean isCode(String text) {
        return text.length() == 2
                && value((byte) text.charAt(0)) >= 0
                && value((byte) text.charAt(1)) >= 0;
    }

    private static String text(int code) {
        return code == NONE
                ? "none"
                : ("" + Character.forDigit(code / 36, 36) + Character.forDigit(code % 36, 36))
                        .toUpperCase(Locale.ROOT);
    }

    private static int value(byte character) {
        if (character >= '0' && character <= '9') {
            return character - '0';
        }
        return character >= 'A' && character <= 'Z' ? character - 'A' + 10 : -1;
    }
}
