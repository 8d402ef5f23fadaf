package io.cardswitch.iso8583.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Words in byte arrays, bounds-checked by the JVM; copies of a few bytes. */
final class Octets {
    private static final VarHandle LITTLE_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle BIG_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** Above this the general copy is as fast. */
    private static final int FEW = 64;

    private Octets() {}

    /** Eight bytes, the first one lowest. */
    static long littleLong(byte[] bytes, int at) {
        return (long) LITTLE_LONG.get(bytes, at);
    }

    /** Eight bytes, the first one highest. */
    static long bigLong(byte[] bytes, int at) {
        return (long) BIG_LONG.get(bytes, at);
    }

    static void putBigLong(byte[] bytes, int at, long value) {
        BIG_LONG.set(bytes, at, value);
    }

    /** Four bytes, the first one highest. */
    static int bigInt(byte[] bytes, int at) {
        return (int) BIG_INT.get(bytes, at);
    }

    static void putBigInt(byte[] bytes, int at, int value) {
        BIG_INT.set(bytes, at, value);
    }

    /** Copies between arrays or ranges that do not overlap. */
    static void copy(byte[] source, int from, byte[] target, int at, int count) {
        if (count > FEW) {
            System.arraycopy(source, from, target, at, count);
        } else if (count >= Long.BYTES) {
            final int last = count - Long.BYTES;
            for (int i = 0; i < last; i += Long.BYTES) {
                LITTLE_LONG.set(target, at + i, (long) LITTLE_LONG.get(source, from + i));
            }
            LITTLE_LONG.set(target, at + last, (long) LITTLE_LONG.get(source, from + last));
        } else if (count >= Integer.BYTES) {
            final int last = count - Integer.BYTES;
            BIG_INT.set(target, at, (int) BIG_INT.get(source, from));
            BIG_INT.set(target, at + last, (int) BIG_INT.get(source, from + last));
        } else {
            for (int i = 0; i < count; i++) {
                target[at + i] = source[from + i];
            }
        }
    }
}
