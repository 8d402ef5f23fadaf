package io.cardswitch.core.edge.mac;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.command.TypedKey;
import io.cardswitch.hsm.command.mac.MacDecoder;
import io.cardswitch.hsm.command.mac.MacEncoder;
import io.cardswitch.hsm.command.mac.MacMethod;
import io.cardswitch.hsm.command.mac.MacPart;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageSpec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Asks the HSM about the codes of one link's messages: M8 verifies one, M6 makes one. A code covers
 * the message from its type to the element in front of the code, the bitmap's bit of the code set.
 * Not thread-safe.
 */
public final class MacCommandEncoder {
    private static final int HEX_DIGITS = 2 * MacFormat.MAX_LENGTH;
    private static final DirectBuffer NO_VECTOR = new UnsafeBuffer(0, 0);

    private final MacFormat format;
    private final MessageSpec spec;
    private final UnsafeBuffer covered = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer digits = new UnsafeBuffer(new byte[2 * HEX_DIGITS]);
    private final byte[] octets = new byte[MacFormat.MAX_LENGTH];
    private final UnsafeBuffer code = new UnsafeBuffer(octets);
    private final MacDecoder answered = new MacDecoder();
    private MacMethod method;
    private MacMethod otherMethod; // Two keys serve while they change.

    /** For the messages of a link. */
    public MacCommandEncoder(MacFormat format, MessageSpec spec) {
        this.format = format;
        this.spec = spec;
    }

    /**
     * Writes the command that verifies a message's code.
     *
     * @param buffer holds the message
     * @param start where it begins, behind any header
     * @return false when the message has none
     */
    public boolean verify(
            HsmRequest request,
            HsmKey key,
            MessageDecoder message,
            DirectBuffer buffer,
            int start) {
        final int element = MacElement.number(spec, message.primaryBitmap() < 0);
        if (!message.has(element) || !isLast(message, element, start)) {
            return false;
        }
        message.copyText(element, digits, 0);
        for (int i = 0; i < format.length(); i++) {
            final int high = Character.digit(digits.getByte(2 * i), 16);
            final int low = Character.digit(digits.getByte(2 * i + 1), 16);
            octets[i] = (byte) (high << 4 | low);
        }
        code.wrap(octets, 0, format.length());
        covered.wrap(buffer, start, message.elementOffset(element) - start);
        MacEncoder.verify(request, methodOf(key), MacPart.ONLY, NO_VECTOR, covered, code);
        covered.wrap(0, 0);
        return true;
    }

    /** Nothing may stand behind the code: it would not be covered. */
    private static boolean isLast(MessageDecoder message, int element, int start) {
        final int end = message.elementOffset(element) + message.elementLength(element);
        return end == start + message.length();
    }

    /** Writes the command that makes the code of the message in these bytes, code excluded. */
    public void generate(
            HsmRequest request, HsmKey key, DirectBuffer buffer, int start, int length) {
        covered.wrap(buffer, start, length);
        MacEncoder.generate(request, methodOf(key), MacPart.ONLY, NO_VECTOR, covered);
        covered.wrap(0, 0);
    }

    /** Bytes that the code takes in the element. */
    public int codeBytes(int element) {
        return spec.element(element).fixedBytes();
    }

    /**
     * Reads the code that the HSM made and writes it where the element has its value.
     *
     * @return {@link HsmResult#OK}; otherwise nothing is written
     */
    public HsmResult take(HsmAnswer answer, int element, MutableDirectBuffer target, int at) {
        final HsmResult result = answered.decode(answer);
        if (result != HsmResult.OK) {
            return result;
        }
        if (answered.length() != format.length()) {
            return HsmResult.MALFORMED_ANSWER;
        }
        code.wrap(octets, 0, format.length());
        answered.copyMac(code, 0);
        MacElement.write(spec.element(element), octets, format.length(), target, at);
        return HsmResult.OK;
    }

    private MacMethod methodOf(HsmKey key) {
        if (method == null || method.key().key() != key) {
            final MacMethod before = method;
            method =
                    otherMethod != null && otherMethod.key().key() == key
                            ? otherMethod
                            : new MacMethod(
                                    new TypedKey(TypedKey.BLOCK, key),
                                    format.length(),
                                    format.algorithm().code(),
                                    format.algorithm().padding(),
                                    false);
            otherMethod = before;
        }
        return method;
    }
}
