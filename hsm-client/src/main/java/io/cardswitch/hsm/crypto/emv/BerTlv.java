package io.cardswitch.hsm.crypto.emv;

import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Hex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One BER-TLV element (EMV 4.3 Book 3, annex B). Prints its tag only: values may be secret.
 *
 * @param tag the tag's bytes
 * @param value the value's bytes, those of the children included
 * @param children the elements inside a constructed one, else empty
 */
public record BerTlv(byte[] tag, byte[] value, List<BerTlv> children) {
    private static final int CONSTRUCTED = 0x20;
    private static final int LONG_TAG = 0x1F;
    private static final int MORE = 0x80;
    private static final int MAX_DEPTH = 8;

    /**
     * Reads all elements of a value, such as DE 55.
     *
     * @throws CryptoException TAG_TRUNCATED, LENGTH_TRUNCATED, VALUE_TRUNCATED, NESTING
     */
    public static List<BerTlv> parse(byte[] bytes) throws CryptoException {
        return parse(bytes, 0);
    }

    private static List<BerTlv> parse(byte[] bytes, int depth) throws CryptoException {
        if (depth > MAX_DEPTH) {
            throw new CryptoException(CryptoError.NESTING);
        }
        final List<BerTlv> elements = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            final int lengthAt = at + tagLength(bytes, at);
            final int lengthBytes = lengthLength(bytes, lengthAt);
            final int length = length(bytes, lengthAt, lengthBytes);
            final int valueAt = lengthAt + lengthBytes;
            if (length > bytes.length - valueAt) {
                throw new CryptoException(CryptoError.VALUE_TRUNCATED);
            }
            final byte[] value = Arrays.copyOfRange(bytes, valueAt, valueAt + length);
            final boolean isConstructed = (bytes[at] & CONSTRUCTED) != 0;
            elements.add(
                    new BerTlv(
                            Arrays.copyOfRange(bytes, at, lengthAt),
                            value,
                            isConstructed ? parse(value, depth + 1) : List.of()));
            at = valueAt + length;
        }
        return elements;
    }

    private static int tagLength(byte[] bytes, int at) throws CryptoException {
        if ((bytes[at] & LONG_TAG) != LONG_TAG) return 1;
        int end = at + 1;
        while (end < bytes.length && (bytes[end] & MORE) != 0) {
            end++;
        }
        if (end >= bytes.length) {
            throw new CryptoException(CryptoError.TAG_TRUNCATED);
        }
        return end + 1 - at;
    }

    private static int lengthLength(byte[] bytes, int at) throws CryptoException {
        if (at >= bytes.length) {
            throw new CryptoException(CryptoError.LENGTH_TRUNCATED);
        }
        final int more = (bytes[at] & MORE) == 0 ? 0 : bytes[at] & ~MORE & 0xFF;
        if (more > bytes.length - at - 1) {
            throw new CryptoException(CryptoError.LENGTH_TRUNCATED);
        }
        return 1 + more;
    }

    private static int length(byte[] bytes, int at, int count) throws CryptoException {
        if (count == 1) return (bytes[at] & MORE) == 0 ? bytes[at] : 0;
        long length = 0;
        for (int i = 1; i < count; i++) {
            length = length << 8 | bytes[at + i] & 0xFF;
            if (length > Integer.MAX_VALUE) {
                throw new CryptoException(CryptoError.VALUE_TRUNCATED);
            }
        }
        return (int) length;
    }

    /** The tag in hexadecimal. */
    public String tagName() {
        return Hex.text(tag);
    }

    @Override
    public String toString() {
        return tagName() + " of " + value.length + " bytes";
    }
}
