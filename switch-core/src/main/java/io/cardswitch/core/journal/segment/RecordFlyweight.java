package io.cardswitch.core.journal.segment;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.cardswitch.core.command.Commands;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * One journal record. Records follow each other without gaps; a batch of them is the payload of one
 * Chronicle excerpt, or a stretch of a plain segment file.
 *
 * <pre>
 *  0        4        6          8          16         24
 *  | crc32c | length | unforced | sequence | previous | command ... |    little endian
 * </pre>
 *
 * {@code crc32c} covers everything behind it. {@code length} counts the command only. {@code
 * previous} is the {@link #hash} of the record before, 0 in the very first. {@code unforced} says
 * how many earlier records no disk force had covered when this one was written, in units of 64
 * rounded up, 65535 for more than fit: with it recovery tells rot in proven records from the hole a
 * power cut leaves in the unproven tail.
 */
public final class RecordFlyweight {
    public static final int HEADER_LENGTH = 24;
    public static final int MIN_COMMAND_LENGTH = Commands.HEADER_LENGTH;
    public static final int MAX_COMMAND_LENGTH = 0xFFFF;

    private static final int LENGTH_OFFSET = 4;
    private static final int UNFORCED_OFFSET = 6;
    private static final int SEQUENCE_OFFSET = 8;
    private static final int PREVIOUS_OFFSET = 16;

    private static final int UNFORCED_UNIT = 64;
    private static final int UNFORCED_UNKNOWN = 0xFFFF;

    private static final int HASH_STRIDE = 32;
    private static final long HASH_SEED = 0x9E3779B97F4A7C15L;
    private static final long HASH_FACTOR = 0xD6E8FEB86659FD93L;

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private final CRC32C crc = new CRC32C();
    private ByteBuffer bytes = ByteBuffer.allocateDirect(0);

    /** Views the records in a direct buffer, from its index 0 to its capacity. */
    public RecordFlyweight wrap(ByteBuffer direct) {
        bytes = direct;
        bytes.clear();
        buffer.wrap(direct);
        return this;
    }

    DirectBuffer buffer() {
        return buffer;
    }

    /** Copies the command of the record at {@code at}; {@link #seal} must follow. */
    public RecordFlyweight putCommand(int at, DirectBuffer command, int offset, int length) {
        buffer.putBytes(at + HEADER_LENGTH, command, offset, length);
        buffer.putShort(at + LENGTH_OFFSET, (short) length, LITTLE_ENDIAN);
        return this;
    }

    /**
     * Writes the header of the record at {@code at}.
     *
     * @param forced highest sequence that a disk force covers
     * @param previous {@link #hash} of the record before
     */
    public void seal(int at, long sequence, long forced, long previous) {
        final long units = (sequence - 1 - forced + UNFORCED_UNIT - 1) / UNFORCED_UNIT;
        final int unforced = (int) Math.min(units, UNFORCED_UNKNOWN);
        buffer.putShort(at + UNFORCED_OFFSET, (short) unforced, LITTLE_ENDIAN);
        buffer.putLong(at + SEQUENCE_OFFSET, sequence, LITTLE_ENDIAN);
        buffer.putLong(at + PREVIOUS_OFFSET, previous, LITTLE_ENDIAN);
        buffer.putInt(at, checksum(at), LITTLE_ENDIAN);
    }

    /** Bytes of the command at {@code at}. */
    int commandLength(int at) {
        return buffer.getShort(at + LENGTH_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
    }

    /** Bytes of the record at {@code at}, header included. */
    public int recordLength(int at) {
        return HEADER_LENGTH + commandLength(at);
    }

    long sequence(int at) {
        return buffer.getLong(at + SEQUENCE_OFFSET, LITTLE_ENDIAN);
    }

    long previous(int at) {
        return buffer.getLong(at + PREVIOUS_OFFSET, LITTLE_ENDIAN);
    }

    /** Sequence that was surely forced when the record was written, 0 when it does not say. */
    long forced(int at) {
        final int unforced = buffer.getShort(at + UNFORCED_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
        if (unforced == UNFORCED_UNKNOWN) return 0;
        return Math.max(0, sequence(at) - 1 - (long) unforced * UNFORCED_UNIT);
    }

    /** Whether a whole record that ends before {@code end} stands at {@code at}. */
    boolean isIntact(int at, int end) {
        return at + HEADER_LENGTH <= end
                && commandLength(at) >= MIN_COMMAND_LENGTH
                && at + recordLength(at) <= end
                && buffer.getInt(at, LITTLE_ENDIAN) == checksum(at);
    }

    /** Whether the header at {@code at} is all zero: nothing was ever written there. */
    boolean isBlank(int at) {
        return buffer.getLong(at) == 0
                && buffer.getLong(at + SEQUENCE_OFFSET) == 0
                && buffer.getLong(at + PREVIOUS_OFFSET) == 0;
    }

    /**
     * 64-bit hash of the record; it covers the hash before, so it covers all history. Two lanes of
     * 16 bytes each, folded by 128-bit products; the last 32 bytes are always taken, overlapping
     * what the lanes took before them.
     */
    public long hash(int at) {
        final int last = at + recordLength(at) - HASH_STRIDE;
        long even = HASH_SEED;
        long odd = HASH_FACTOR;
        for (int index = at; index < last; index += HASH_STRIDE) {
            even = fold(index, even);
            odd = fold(index + HASH_STRIDE / 2, odd);
        }
        even = fold(last, even);
        odd = fold(last + HASH_STRIDE / 2, odd);
        return product(even ^ HASH_SEED, odd ^ HASH_FACTOR);
    }

    private long fold(int index, long state) {
        return product(
                buffer.getLong(index, LITTLE_ENDIAN) ^ HASH_FACTOR,
                buffer.getLong(index + Long.BYTES, LITTLE_ENDIAN) ^ state);
    }

    private static long product(long left, long right) {
        return (left * right) ^ Math.unsignedMultiplyHigh(left, right);
    }

    private int checksum(int at) {
        final int from = at + LENGTH_OFFSET;
        bytes.limit(at + recordLength(at)).position(from);
        crc.reset();
        crc.update(bytes);
        bytes.clear();
        return (int) crc.getValue();
    }
}
