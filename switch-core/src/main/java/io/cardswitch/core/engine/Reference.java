package io.cardswitch.core.engine;

import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/** DE37 of a command as two numbers: its first eight and last four bytes, little endian. */
final class Reference {
    private static final long ZEROS_HEAD = 0x3030_3030_3030_3030L;
    private static final int ZEROS_TAIL = 0x3030_3030;
    private static final long BLANKS_HEAD = 0x2020_2020_2020_2020L;
    private static final int BLANKS_TAIL = 0x2020_2020;

    private Reference() {}

    static long head(DirectBuffer buffer, int rrnAt) {
        return buffer.getLong(rrnAt, ByteOrder.LITTLE_ENDIAN);
    }

    static int tail(DirectBuffer buffer, int rrnAt) {
        return buffer.getInt(rrnAt + Long.BYTES, ByteOrder.LITTLE_ENDIAN);
    }

    /** False when DE37 was absent, blank or all zeros: then it refers to nothing. */
    static boolean isGiven(long head, int tail) {
        final boolean isAbsent = head == 0 && tail == 0;
        final boolean isZeros = head == ZEROS_HEAD && tail == ZEROS_TAIL;
        final boolean isBlank = head == BLANKS_HEAD && tail == BLANKS_TAIL;
        return !isAbsent && !isZeros && !isBlank;
    }
}
