package io.cardswitch.core.command;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The engine's answer to one request. The edge adds what it echoes from the request's own frame.
 *
 * <pre>
 *  0            8                16             24            32
 *  | edgeHandle | approvedMinor  | ledgerMinor  | available   |
 *  32           36       38      40         42            43      44
 *  | approval   | result | flags | currency | accountType | ...   | 64
 * </pre>
 */
public final class ReplyFlyweight {
    /** Bytes of one reply. */
    public static final int LENGTH = 64;

    /** {@link #approvalCode()} is to be sent as DE38. */
    public static final int HAS_APPROVAL_CODE = 1;

    /** Ledger and available balance are to be sent as DE54. */
    public static final int HAS_BALANCES = 1 << 1;

    /** The approved amount differs from the requested one and replaces DE4. */
    public static final int HAS_APPROVED_AMOUNT = 1 << 2;

    /** The answer of an earlier command is given again. */
    public static final int IS_REPEAT = 1 << 3;

    private MutableDirectBuffer buffer = new UnsafeBuffer(0, 0);
    private int offset;

    /** Views the reply at {@code offset}. */
    public ReplyFlyweight wrap(MutableDirectBuffer area, int areaOffset) {
        area.boundsCheck(areaOffset, LENGTH);
        this.buffer = area;
        this.offset = areaOffset;
        return this;
    }

    /** Copies all {@link #LENGTH} bytes to {@code target}. */
    public void copyTo(MutableDirectBuffer target, int targetOffset) {
        target.putBytes(targetOffset, buffer, offset, LENGTH);
    }

    /** Zeroes all fields. */
    public ReplyFlyweight clear() {
        for (int i = 0; i < LENGTH; i += Long.BYTES) { // So few: faster than the call.
            buffer.putLong(offset + i, 0);
        }
        return this;
    }

    /** In-flight slot of the request at the edge. */
    public long edgeHandle() {
        return buffer.getLong(offset);
    }

    /** Sets {@link #edgeHandle()}. */
    public ReplyFlyweight edgeHandle(long value) {
        buffer.putLong(offset, value);
        return this;
    }

    /** Approved amount in minor units, with {@link #HAS_APPROVED_AMOUNT}. */
    public long approvedMinor() {
        return buffer.getLong(offset + 8);
    }

    /** Sets {@link #approvedMinor()}. */
    public ReplyFlyweight approvedMinor(long value) {
        buffer.putLong(offset + 8, value);
        return this;
    }

    /** Ledger balance in minor units, with {@link #HAS_BALANCES}. */
    public long ledgerMinor() {
        return buffer.getLong(offset + 16);
    }

    /** Sets {@link #ledgerMinor()}. */
    public ReplyFlyweight ledgerMinor(long value) {
        buffer.putLong(offset + 16, value);
        return this;
    }

    /** Available balance in minor units, with {@link #HAS_BALANCES}. */
    public long availableMinor() {
        return buffer.getLong(offset + 24);
    }

    /** Sets {@link #availableMinor()}. */
    public ReplyFlyweight availableMinor(long value) {
        buffer.putLong(offset + 24, value);
        return this;
    }

    /** DE38 as six digits, with {@link #HAS_APPROVAL_CODE}. */
    public int approvalCode() {
        return buffer.getInt(offset + 32);
    }

    /** Sets {@link #approvalCode()}. */
    public ReplyFlyweight approvalCode(int value) {
        buffer.putInt(offset + 32, value);
        return this;
    }

    /** {@link ResultCode#code()} of the decision. */
    public int resultCode() {
        return buffer.getShort(offset + 36);
    }

    /** Sets {@link #resultCode()}. */
    public ReplyFlyweight resultCode(ResultCode value) {
        buffer.putShort(offset + 36, (short) value.code());
        return this;
    }

    /** Bit set of the HAS and IS constants. */
    public int flags() {
        return buffer.getShort(offset + 38);
    }

    /** Sets {@link #flags()}. */
    public ReplyFlyweight flags(int value) {
        buffer.putShort(offset + 38, (short) value);
        return this;
    }

    /** Currency of the balances, ISO 4217 numeric. */
    public int currency() {
        return buffer.getShort(offset + 40);
    }

    /** Sets {@link #currency()}. */
    public ReplyFlyweight currency(int value) {
        buffer.putShort(offset + 40, (short) value);
        return this;
    }

    /**
     * Account type of the balances by ISO 8583 DE54 position 1: 10 savings, 20 cheque, 30 credit.
     */
    public int accountType() {
        return buffer.getByte(offset + 42);
    }

    /** Sets {@link #accountType()}. */
    public ReplyFlyweight accountType(int value) {
        buffer.putByte(offset + 42, (byte) value);
        return this;
    }
}
