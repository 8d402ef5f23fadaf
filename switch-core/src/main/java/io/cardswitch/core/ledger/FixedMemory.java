package io.cardswitch.core.ledger;

import static io.cardswitch.core.command.Invariants.check;

import org.agrona.DirectBuffer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A block of memory outside the heap, zero at first, freed when unreachable. Every access is bounds
 * checked; offsets are bytes, numbers little endian.
 */
public final class FixedMemory {
    /** Bytes fetched from memory at once: rows are aligned to it. */
    public static final int LINE_LENGTH = 64;

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment segment;

    /** Reserves {@code length} bytes, a multiple of eight. */
    public FixedMemory(long length) {
        check(length > 0 && length % Long.BYTES == 0, "memory comes in whole longs");
        segment = Arena.ofAuto().allocate(length, LINE_LENGTH);
    }

    /** Unsigned byte. */
    public int getByte(long at) {
        return segment.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
    }

    /** Stores the low eight bits. */
    public void putByte(long at, int value) {
        segment.set(ValueLayout.JAVA_BYTE, at, (byte) value);
    }

    /** Unsigned 16 bits. */
    public int getShort(long at) {
        return segment.get(SHORT, at) & 0xFFFF;
    }

    /** Stores the low 16 bits. */
    public void putShort(long at, int value) {
        segment.set(SHORT, at, (short) value);
    }

    /** Signed 32 bits. */
    public int getInt(long at) {
        return segment.get(INT, at);
    }

    /** Stores 32 bits. */
    public void putInt(long at, int value) {
        segment.set(INT, at, value);
    }

    /** Signed 64 bits. */
    public long getLong(long at) {
        return segment.get(LONG, at);
    }

    /** Stores 64 bits. */
    public void putLong(long at, long value) {
        segment.set(LONG, at, value);
    }

    /** Copies bytes in. */
    public void putBytes(long at, DirectBuffer source, int sourceAt, int length) {
        for (int i = 0; i < length; i++) {
            segment.set(ValueLayout.JAVA_BYTE, at + i, source.getByte(sourceAt + i));
        }
    }

    /** True when {@code length} bytes here equal those of the source. */
    public boolean equalBytes(long at, DirectBuffer source, int sourceAt, int length) {
        for (int i = 0; i < length; i++) {
            if (segment.get(ValueLayout.JAVA_BYTE, at + i) != source.getByte(sourceAt + i)) {
                return false;
            }
        }
        return true;
    }

    /** Zeroes {@code length} bytes. */
    public void clear(long at, long length) {
        segment.asSlice(at, length).fill((byte) 0);
    }

    /** Hash of the first {@code length} bytes, a multiple of eight, continued from {@code seed}. */
    public long hash(long seed, long length) {
        long hash = seed;
        for (long at = 0; at < length; at += Long.BYTES) {
            hash = Hashes.mix(hash ^ getLong(at));
        }
        return hash;
    }
}
