package io.cardswitch.iso8583.codec;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Encoding;

/** How an element lies on the wire, compiled from its specification. */
final class Layout {
    /** Exact number of digits, characters or octets; at most so many when a length precedes. */
    final int units;

    /** Bytes of a value of fixed length. */
    final int fixedBytes;

    /** Bytes of the length prefix, 0 for a fixed length. */
    final int prefixBytes;

    /** Of {@link ContentCheck}. */
    final int check;

    final boolean isBcd;

    /** Whether the characters themselves are all there is on the wire, always as many. */
    final boolean isPlain;

    private final int halfBytes;

    /** Bits of a prefix in the four bytes that end with it. */
    final int prefixMask;

    /** The digits '0' of an ASCII length prefix, 0 of a BCD one. */
    private final int prefixZeros;

    Layout(ElementSpec element) {
        units = element.units();
        fixedBytes = element.fixedBytes();
        prefixBytes = element.prefixBytes();
        check = ContentCheck.of(element);
        halfBytes = element.encoding().halfBytes();
        isPlain =
                element.isFixed()
                        && element.encoding() == Encoding.ASCII
                        && element.content() != Content.B;
        isBcd = element.encoding() == Encoding.BCD;
        prefixMask = prefixBytes == 0 ? 0 : -1 >>> Integer.SIZE - prefixBytes * Byte.SIZE;
        final boolean isAscii = element.lengthEncoding() == Encoding.ASCII && !element.isFixed();
        prefixZeros = isAscii ? 0x30303030 & prefixMask : 0;
    }

    boolean isFixed() {
        return prefixBytes == 0;
    }

    boolean isLengthAscii() {
        return prefixZeros != 0;
    }

    /** Bytes of a value of variable length. */
    int bytes(int count) {
        return count * halfBytes + 1 >> 1;
    }

    /** Units that the prefix before {@code valueAt} tells, -1 when it is not digits. */
    int readLength(byte[] frame, int valueAt) {
        return unitsOf(prefix(frame, valueAt));
    }

    /** The prefix, read with the bytes before it. */
    int prefix(byte[] frame, int valueAt) {
        return Octets.bigInt(frame, valueAt - Integer.BYTES) & prefixMask;
    }

    /** Units that a prefix tells, -1 when it is not digits. */
    int unitsOf(int prefix) {
        return prefixZeros != 0 ? Digits.fromAscii(prefix, prefixZeros) : Digits.fromBcd(prefix);
    }
}
