package io.cardswitch.core.ledger;

import static io.cardswitch.core.command.Invariants.check;

import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Rows of equal length in a block of memory outside the heap, zero at first, freed when
 * unreachable. A row is named by its index, a value by its bytes from the start of the row. Every
 * access checks its row: several to the same row cost one check, which the segment's own checks, or
 * offsets from the start of the block, would not. The place in a row is a constant of its table,
 * checked in tests.
 */
public final class FixedMemory {
    /** Bytes fetched from memory at once: rows are aligned to it. */
    public static final int LINE_LENGTH = 64;

    static {
        check(
                ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN,
                "state hashes are those of little endian machines");
    }

    private final MemorySegment segment; // Owns the memory: reachable during every access.
    private final long address;
    private final int rowCount;
    private final int rowLength;

    /** Reserves so many rows of so many bytes. */
    public FixedMemory(int rowCount, int rowLength) {
        check(rowCount > 0 && rowLength > 0, "memory has rows");
        this.segment = Arena.ofAuto().allocate((long) rowCount * rowLength, LINE_LENGTH);
        this.address = segment.address();
        this.rowCount = rowCount;
        this.rowLength = rowLength;
    }

    /** Unsigned byte. */
    public int getByte(int row, int at) {
        final int value = UnsafeApi.getByte(address(row, at, Byte.BYTES)) & 0xFF;
        Reference.reachabilityFence(segment);
        return value;
    }

    /** Stores the low eight bits. */
    public void putByte(int row, int at, int value) {
        UnsafeApi.putByte(address(row, at, Byte.BYTES), (byte) value);
        Reference.reachabilityFence(segment);
    }

    /** Unsigned 16 bits. */
    public int getShort(int row, int at) {
        final int value = UnsafeApi.getShort(address(row, at, Short.BYTES)) & 0xFFFF;
        Reference.reachabilityFence(segment);
        return value;
    }

    /** Stores the low 16 bits. */
    public void putShort(int row, int at, int value) {
        UnsafeApi.putShort(address(row, at, Short.BYTES), (short) value);
        Reference.reachabilityFence(segment);
    }

    /** Signed 32 bits. */
    public int getInt(int row, int at) {
        final int value = UnsafeApi.getInt(address(row, at, Integer.BYTES));
        Reference.reachabilityFence(segment);
        return value;
    }

    /** Stores 32 bits. */
    public void putInt(int row, int at, int value) {
        UnsafeApi.putInt(address(row, at, Integer.BYTES), value);
        Reference.reachabilityFence(segment);
    }

    /** Signed 64 bits. */
    public long getLong(int row, int at) {
        final long value = UnsafeApi.getLong(address(row, at, Long.BYTES));
        Reference.reachabilityFence(segment);
        return value;
    }

    /** Stores 64 bits. */
    public void putLong(int row, int at, long value) {
        UnsafeApi.putLong(address(row, at, Long.BYTES), value);
        Reference.reachabilityFence(segment);
    }

    /** Copies bytes in. */
    public void putBytes(int row, int at, DirectBuffer source, int sourceAt, int count) {
        for (int i = 0; i < count; i++) {
            putByte(row, at + i, source.getByte(sourceAt + i));
        }
    }

    /** True when {@code count} bytes here equal those of the source. */
    public boolean equalBytes(int row, int at, DirectBuffer source, int sourceAt, int count) {
        for (int i = 0; i < count; i++) {
            if ((byte) getByte(row, at + i) != source.getByte(sourceAt + i)) return false;
        }
        return true;
    }

    /** Zeroes a row of whole longs. */
    public void clear(int row) {
        for (int at = 0; at < rowLength; at += Long.BYTES) {
            putLong(row, at, 0);
        }
    }

    /** Hash of the first {@code count} rows, of whole longs, continued from {@code seed}. */
    public long hash(long seed, int count) {
        long hash = seed;
        for (int row = 0; row < count; row++) {
            for (int at = 0; at < rowLength; at += Long.BYTES) {
                hash = Hashes.mix(hash ^ getLong(row, at));
            }
        }
        return hash;
    }

    private long address(int row, int at, int size) {
        assert at >= 0 && at <= rowLength - size : "a value lies in its row";
        return address + (long) Objects.checkIndex(row, rowCount) * rowLength + at;
    }
}
