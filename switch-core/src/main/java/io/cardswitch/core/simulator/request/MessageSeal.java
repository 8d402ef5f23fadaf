package io.cardswitch.core.simulator.request;

import io.cardswitch.core.edge.mac.MacElement;
import io.cardswitch.core.edge.mac.MacFormat;
import io.cardswitch.iso8583.codec.MessageSpec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** MACs as the terminals of a link put them on requests and look for them on answers. */
public final class MessageSeal {
    /** Computes a code over a message, in front of the code's element. */
    @FunctionalInterface
    public interface Algorithm {
        /** The whole code, eight octets. */
        byte[] code(byte[] message);
    }

    private final MessageSpec dialect;
    private final MacFormat format;
    private final Algorithm algorithm;

    /** For the messages of a link. */
    public MessageSeal(MessageSpec dialect, MacFormat format, Algorithm algorithm) {
        this.dialect = dialect;
        this.format = format;
        this.algorithm = algorithm;
    }

    /** The element that holds the code: 64 or 128. */
    int element(boolean hasSecondBitmap) {
        return MacElement.number(dialect, hasSecondBitmap);
    }

    /** Octets of that element. */
    int octets(int element) {
        return dialect.element(element).units();
    }

    /** Writes the code of the message that begins at {@code start} as the value at {@code at}. */
    void put(MutableDirectBuffer buffer, int start, int at, int element) {
        final byte[] message = new byte[at - start];
        buffer.getBytes(start, message);
        MacElement.write(
                dialect.element(element), algorithm.code(message), format.length(), buffer, at);
    }

    /** Whether the value at {@code at} is the code of the message that begins at {@code start}. */
    boolean isRight(DirectBuffer buffer, int start, int at, int element) {
        final int bytes = dialect.element(element).fixedBytes();
        final UnsafeBuffer sealed = new UnsafeBuffer(new byte[at - start + bytes]);
        sealed.putBytes(0, buffer, start, at - start);
        put(sealed, 0, at - start, element);
        return sealed.equals(new UnsafeBuffer(copy(buffer, start, sealed.capacity())));
    }

    private static byte[] copy(DirectBuffer buffer, int at, int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(at, bytes);
        return bytes;
    }
}
