package io.cardswitch.iso8583.octets;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Words in byte arrays, bounds-checked by the JVM. */
public final class Octets {
    private static final VarHandle LITTLE_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LITTLE_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private Octets() {}

    /** Eight bytes, the first one lowest. */
    public static long littleLong(byte[] bytes, int at) {
        return (long) LITTLE_LONG.get(bytes, at);
    }

    /** Eight bytes, the first one lowest. */
    public static void putLittleLong(byte[] bytes, int at, long value) {
        LITTLE_LONG.set(bytes, at, value);
    }

    /** Eight bytes, the first one highest. */
    public static long bigLong(byte[] bytes, int at) {
        return (long) BIG_LONG.get(bytes, at);
    }

    /** Eight bytes, the first one highest. */
    public static void putBigLong(byte[] bytes, int at, long value) {
        BIG_LONG.set(bytes, at, value);
    }

    /** Four bytes, the first one highest. */
    public static int bigInt(byte[] bytes, int at) {
        return (int) BIG_INT.get(bytes, at);
    }

    /** Four bytes, the first one highest. */
    public static void putBigInt(byte[] bytes, int at, int value) {
        BIG_INT.set(bytes, at, value);
    }

    /** Up to eight bytes, the first one lowest, zeros above; no other byte is read. */
    public static long littleWord(byte[] bytes, int at, int count) {
        final int last = at + count;
        if (count >= Integer.BYTES) {
            final long low = littleInt(bytes, at);
            final int shift = count - Integer.BYTES << 3;
            return low | littleInt(bytes, last - Integer.BYTES) << shift;
        }
        if (count == 0) return 0;
        final int middle = count >> 1;
        return bytes[at] & 0xFF
                | (bytes[at + middle] & 0xFF) << (middle << 3)
                | (bytes[last - 1] & 0xFF) << (count - 1 << 3);
    }

    private static long littleInt(byte[] bytes, int at) {
        return (int) LITTLE_INT.get(bytes, at) & 0xFFFFFFFFL;
    }
}
