package io.cardswitch.hsm.command.mac;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmRequest.Repeat;

import org.agrona.DirectBuffer;

/**
 * MAC blocks (MAB) of large messages, sent in parts.
 *
 * <pre>
 *  MQ  part | ZAK | [vector 16H] | length 3H | data
 *  MU  part | TAK | [vector 16H] | length 3H | data
 *  MS  part | key type 1 | key length 1 | message type 0 | key | [vector 16H] | length 4H | data
 * </pre>
 *
 * <p>Of MS, key type is 0 for a TAK and 1 for a ZAK; key length 0 for single, 1 for double.
 */
public final class LargeMacEncoder {
    private static final int SINGLE_KEY_LENGTH = 17;

    private LargeMacEncoder() {}

    /**
     * MQ: a block under a ZAK, ANSI X9.9.
     *
     * @param vector block of the part before; of a first part, ignored
     * @param message the part: its whole capacity
     */
    public static HsmRequest zone(
            HsmRequest request,
            MacPart part,
            HsmKey key,
            DirectBuffer vector,
            DirectBuffer message) {
        return append(request.begin("MQ", Repeat.SAFE), part, key, vector, message);
    }

    /** MU: a block under a TAK, ANSI X9.9; fields as in {@link #zone}. */
    public static HsmRequest terminal(
            HsmRequest request,
            MacPart part,
            HsmKey key,
            DirectBuffer vector,
            DirectBuffer message) {
        return append(request.begin("MU", Repeat.SAFE), part, key, vector, message);
    }

    private static HsmRequest append(
            HsmRequest request,
            MacPart part,
            HsmKey key,
            DirectBuffer vector,
            DirectBuffer message) {
        request.text(part.code()).key(HsmField.KEY, key);
        appendVector(request, part, vector);
        return MacEncoder.appendMessage(request, message, 3);
    }

    /** MS: a block under a TAK or ZAK, ANSI X9.9 or X9.19; fields as in {@link #zone}. */
    public static HsmRequest any(
            HsmRequest request,
            MacPart part,
            boolean isZone,
            HsmKey key,
            DirectBuffer vector,
            DirectBuffer message) {
        request.begin("MS", Repeat.SAFE)
                .text(part.code())
                .text(isZone ? "1" : "0")
                .text(key != null && key.length() > SINGLE_KEY_LENGTH ? "1" : "0")
                .text("0")
                .key(HsmField.KEY, key);
        appendVector(request, part, vector);
        return MacEncoder.appendMessage(request, message, 4);
    }

    private static void appendVector(HsmRequest request, MacPart part, DirectBuffer vector) {
        if (part.isContinued()) {
            request.require(vector.capacity() == Long.BYTES, HsmField.CHAINING_VECTOR)
                    .asHex(vector, 0, vector.capacity());
        }
    }
}
