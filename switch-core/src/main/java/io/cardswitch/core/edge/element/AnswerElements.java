package io.cardswitch.core.edge.element;

import io.cardswitch.iso8583.ResponseCode;
import io.cardswitch.iso8583.convert.CodeTable;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * What answers of a version repeat of their requests, and how they say the decision. Never repeated
 * are tracks (DE35, 36, 45), PIN block (52), DE48 (it may carry a CVV2), DE49 of 2003 (verification
 * data), the card's EMV tags (55), expiry (14) and MACs (64, 128).
 */
public final class AnswerElements {
    private static final long PRIMARY_1987 =
            bits(2, 3, 4, 7, 11, 12, 13, 15, 18, 19, 22, 23, 24, 25, 32, 33, 37, 41, 42, 49);

    /** Merchant category, original amounts and original data elements are these since 1993. */
    private static final long PRIMARY_1993 = PRIMARY_1987 | bits(26, 30, 56);

    /** DE18 and DE49 are no longer what they were. */
    private static final long PRIMARY_2003 = PRIMARY_1993 & ~bits(18, 49);

    private static final long SECONDARY = bits(70, 90, 95, 100, 102, 103);
    private static final long SECONDARY_2003 = bits(100, 102, 103);
    private static final int CLASSES = 16;
    private static final int ADVICE_ANSWER = 3;

    private final int version;
    private final Map<ResponseCode, byte[]> texts = new EnumMap<>(ResponseCode.class);

    /** Approvals by class of message, and of advices. */
    private final byte[][] approvals = new byte[CLASSES][];

    private final byte[][] adviceApprovals = new byte[CLASSES][];

    /**
     * For answers of a version.
     *
     * @param version 87, 93 or 2003
     */
    public AnswerElements(int version) {
        this.version = version;
        for (final ResponseCode code : ResponseCode.values()) {
            texts.put(code, ascii(CodeTable.text(code, version)));
        }
        for (int i = 0; i < CLASSES; i++) {
            approvals[i] = ascii(CodeTable.approvalText(version, i << 8 | 0x10));
            adviceApprovals[i] = ascii(CodeTable.approvalText(version, i << 8 | 0x30));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Elements 1-64 that return unchanged when the request has them; bit 63 is DE1. */
    public long primary() {
        return switch (version) {
            case 87 -> PRIMARY_1987;
            case 93 -> PRIMARY_1993;
            default -> PRIMARY_2003;
        };
    }

    /** Elements 65-128 that return unchanged when the request has them; bit 63 is DE65. */
    public long secondary() {
        return version == 2003 ? SECONDARY_2003 : SECONDARY;
    }

    /**
     * DE39 in ASCII. Since 1993 an approval says what was done.
     *
     * @param mti of the answer
     */
    public byte[] text(ResponseCode code, int mti) {
        if (code != ResponseCode.APPROVED) return texts.get(code);
        final boolean isOfAdvice = (mti >> 4 & 0xF) == ADVICE_ANSWER;
        return (isOfAdvice ? adviceApprovals : approvals)[mti >> 8 & 0xF];
    }

    /** Bits of elements of one bitmap; the highest bit is its first element. */
    public static long bits(int... elements) {
        long bits = 0;
        for (final int de : elements) {
            bits |= Long.MIN_VALUE >>> (de - 1 & Long.SIZE - 1);
        }
        return bits;
    }
}
