package io.cardswitch.hsm.command.mac;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmRequest.Repeat;

import org.agrona.DirectBuffer;

/**
 * MAC of a message, whole or in parts.
 *
 * <pre>
 *  M6  part | input | size | algorithm | padding | type | key | [vector 16H] | length 4H | data
 *  M8  the same | MAC as hex
 * </pre>
 */
public final class MacEncoder {
    private static final int MAX_MESSAGE_LENGTH = 0x7D00;
    private static final int LENGTH_DIGITS = 4;

    private MacEncoder() {}

    /**
     * M6: computes a MAC.
     *
     * @param vector what the part before ended with; of a first part, ignored
     * @param message the part: its whole capacity
     */
    public static HsmRequest generate(
            HsmRequest request,
            MacMethod method,
            MacPart part,
            DirectBuffer vector,
            DirectBuffer message) {
        method.append(request.begin("M6", Repeat.SAFE), part);
        return append(request, part, vector, message);
    }

    /**
     * M8: verifies a MAC; fields as in {@link #generate}.
     *
     * @param mac of as many bytes as the method says: its whole capacity
     */
    public static HsmRequest verify(
            HsmRequest request,
            MacMethod method,
            MacPart part,
            DirectBuffer vector,
            DirectBuffer message,
            DirectBuffer mac) {
        method.append(request.begin("M8", Repeat.SAFE), part);
        append(request, part, vector, message);
        return request.require(mac.capacity() == method.macLength(), HsmField.MAC)
                .asHex(mac, 0, mac.capacity());
    }

    private static HsmRequest append(
            HsmRequest request, MacPart part, DirectBuffer vector, DirectBuffer message) {
        if (part.isContinued()) {
            request.require(vector.capacity() == Long.BYTES, HsmField.CHAINING_VECTOR)
                    .asHex(vector, 0, vector.capacity());
        }
        return appendMessage(request, message, LENGTH_DIGITS);
    }

    static HsmRequest appendMessage(HsmRequest request, DirectBuffer message, int lengthDigits) {
        final int length = message.capacity();
        return request.require(length > 0 && length <= MAX_MESSAGE_LENGTH, HsmField.MESSAGE)
                .hex(HsmField.MESSAGE, length, lengthDigits)
                .append(message, 0, length);
    }
}
