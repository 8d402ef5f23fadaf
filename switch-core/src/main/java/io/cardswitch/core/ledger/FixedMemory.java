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
 * A block of memory outside the heap, zero at first, freed when unreachable. Offsets are bytes;
 * every access is bounds checked here, because it goes past the segment's own checks: those cost
 * several times the access itself where many rows are touched in one method.
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
    private final long length;

    /** Reserves {@code length} bytes, a multiple of eight. */
    public FixedMemory(long length) {
        check(length > 0 && length % Long.BYTES == 0, "memory comes in whole longs");
        this.segment = Arena.ofAuto().allocate(length, LINE_LENGTH);
        this.address = segment.address();
        this.length = length;
    }

    /** Unsigned byte. */
    public int getByte(long at) {
        final int value = UnsafeApi.getByte(at(at, Byte.BYTES)) & 0xFF;
        Reference.reachabilityFence(segment);
        return value;
    }

    /** Stores the low eight bits. */
    public void putByte(long at, int value) {
        UnsafeApi.putByte(at(at, Byte.BYTES), (byte) value);
        Reference.reachabilityFence(segment);
    }

    /** Unsigned 16 bits. */
    public int getShort(long at) {
        final int value = UnsafeApi.getShort(at(at, Short.BYTES)) & 0xFFFF;
        Reference.reachabilityFence(segment);
        return value;
    }

    /** Stores the low 16 bits. */
    public void putShort(long at, int value) {
        UnsafeApi.putShort(at(at, Short.BYTES), (short) value);
        Reference.reachabilityFence(segment);
    }

    /** Signed 32 bits. */
    public int getInt(long at) {
        final int value = UnsafeApi.getInt(at(at, Integer.BYTES));
        Reference.reachabilityFence(segment);
        return value;
    }

    /** Stores 32 bits. */
    public void putInt(long at, int value) {
        UnsafeApi.putInt(at(at, Integer.BYTES), value);
        Reference.reachabilityFence(segment);
    }

    /** Signed 64 bits. */
    public long getLong(long at) {
        final long value = UnsafeApi.getLong(at(at, Long.BYTES));
        Reference.reachabilityFence(segment);
        return value;
    }

    /** Stores 64 bits. */
    public void putLong(long at, long value) {
        UnsafeApi.putLong(at(at, Long.BYTES), value);
        Reference.reachabilityFence(segment);
    }

    /** Copies bytes in. */
    public void putBytes(long at, DirectBuffer source, int sourceAt, int count) {
        for (int i = 0; i < count; i++) {
            putByte(at + i, source.getByte(sourceAt + i));
        }
    }

    /** True when {@code count} bytes here equal those of the source. */
    public boolean equalBytes(long at, DirectBuffer source, int sourceAt, int count) {
        for (int i = 0; i < count; i++) {
            if ((byte) getByte(at + i) != source.getByte(sourceAt + i)) return false;
        }
        return true;
    }

    /** Zeroes {@code count} bytes, a multiple of eight. */
    public void clear(long at, long count) {
        for (long end = at + count, next = at; next < end; next += Long.BYTES) {
            putLong(next, 0);
        }
    }

    /** Hash of the first {@code count} bytes, a multiple of eight, continued from {@code seed}. */
    public long hash(long seed, long count) {
        long hash = seed;
        for (long at = 0; at < count; at += Long.BYTES) {
            hash = Hashes.mix(hash ^ getLong(at));
        }
        return hash;
    }

    private long at(long at, int size) {
        return address + Objects.checkIndex(at, length - size + 1);
    }
}
