package io.cardswitch.core.edge;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.edge.element.AnswerElements;
import io.cardswitch.core.edge.element.MoneyElements;
import io.cardswitch.core.edge.mac.MacElement;
import io.cardswitch.core.edge.mac.MacFormat;
import io.cardswitch.iso8583.AdditionalAmounts;
import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.LengthPrefix;
import io.cardswitch.iso8583.ResponseCode;
import io.cardswitch.iso8583.codec.ErrorReason;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageEncoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.convert.Currencies;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;

/**
 * Writes the answer to a request in the dialect of its link: what every responder repeats byte for
 * byte (see {@link AnswerElements}), and what the decision adds. Of DE55 the issuer's part is
 * added, and an answer's own MAC. DE60-63 return only where the link says so. Not thread-safe.
 */
final class AnswerEncoder {
    /** DE38 and DE39 of 2003, each behind the longest length that a dialect may state. */
    private static final int MAX_CODES_BYTES = 6 + 4 + 2 * LengthPrefix.MAX_DIGITS;

    /** DE54 of fixed length with as many entries as a link may have; two with a length are less. */
    private static final int MAX_BALANCES_BYTES =
            AdditionalAmounts.MOST_ENTRIES * AdditionalAmounts.entryLength(2003);

    /** In hexadecimal. */
    private static final int MAX_MAC_BYTES = 2 * MacFormat.MAX_LENGTH;

    /**
     * An answer is at most so much longer than its request: what is added of DE55 is shorter than
     * the cryptogram and its data in the request.
     */
    static final int MAX_ADDED_BYTES = MAX_CODES_BYTES + MAX_BALANCES_BYTES + MAX_MAC_BYTES;

    private static final long ECHO_PRIVATE_USE = AnswerElements.bits(60, 61, 62, 63);
    private static final int AMOUNT = 4;
    private static final int APPROVAL_CODE = 38;
    private static final int RESPONSE_CODE = 39;
    private static final int BALANCES = 54;
    private static final int CHIP = 55;
    private static final int MAX_CHIP_BYTES = 16;
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final int LEDGER_BALANCE = 1;
    private static final int AVAILABLE_BALANCE = 2;
    private static final long MAX_BALANCE = 999_999_999_999L;

    private static final DirectBuffer NO_CODE = new UnsafeBuffer(new byte[MacFormat.MAX_LENGTH]);

    private final MessageSpec spec;
    private final MessageEncoder encoder;
    private final long echoPrimary;
    private final long echoSecondary;
    private final AnswerElements elements;
    private final int balanceLength;
    private final boolean hasExponent;
    private final boolean hasChip;
    private final boolean isChipText;
    private final UnsafeBuffer chipText = new UnsafeBuffer(new byte[2 * MAX_CHIP_BYTES]);
    private DirectBuffer chip;
    private int chipOffset;
    private int chipLength;
    private boolean hasMac;
    private int macElement;
    private final UnsafeBuffer text;

    AnswerEncoder(MessageSpec spec, boolean echoesPrivateUse) {
        for (final int de : new int[] {AMOUNT, APPROVAL_CODE, RESPONSE_CODE, BALANCES}) {
            check(spec.element(de) != null, "a link's dialect has DE4, DE38, DE39 and DE54");
        }
        this.spec = spec;
        this.encoder = new MessageEncoder(spec);
        final ElementSpec chipElement = spec.element(CHIP);
        this.hasChip = chipElement != null;
        this.isChipText = hasChip && chipElement.content() != Content.B;
        this.elements = new AnswerElements(spec.version());
        this.echoPrimary = elements.primary() | (echoesPrivateUse ? ECHO_PRIVATE_USE : 0);
        this.echoSecondary = elements.secondary();
        this.hasExponent = AdditionalAmounts.hasExponent(spec.version());
        this.balanceLength = AdditionalAmounts.entryLength(spec.version());
        this.text = new UnsafeBuffer(new byte[2 * balanceLength]);
    }

    /**
     * Adds issuer data for the card's chip to the answer that {@link #wrap} began.
     *
     * @param length 0 for none
     */
    void addChip(DirectBuffer tags, int offset, int length) {
        chip = tags;
        chipOffset = offset;
        chipLength = hasChip ? length : 0;
    }

    /** Where the next answer goes; it must have room for the request and what is added. */
    AnswerEncoder wrap(MutableDirectBuffer out, int offset, int limit) {
        encoder.wrap(out, offset, limit);
        chipLength = 0;
        hasMac = false;
        return this;
    }

    /** Leaves room, of zeros, for a MAC at the end of the answer that {@link #wrap} began. */
    AnswerEncoder addMac() {
        hasMac = true;
        return this;
    }

    /** The element that the answer's MAC is to have: 64 or 128. */
    int macElement() {
        return macElement;
    }

    /**
     * Writes the answer.
     *
     * @param request may be malformed; then what can be read of it returns
     * @param reply what the decision adds; all zero adds nothing
     * @return bytes written
     */
    int encode(MessageDecoder request, ReplyFlyweight reply, ResponseCode code) {
        final boolean isWhole = request.errorReason() == ErrorReason.NONE;
        long primary = request.primaryBitmap() & echoPrimary;
        long secondary = request.secondaryBitmap() & echoSecondary;
        if (!isWhole) {
            primary = readable(request, primary, 1);
            secondary = readable(request, secondary, 1 + Long.SIZE);
        }
        final int flags = reply.flags();
        final int mti = MessageTypeTable.responseMti(request.mti());
        encoder.begin(mti, secondary != 0);
        if ((flags & ReplyFlyweight.HAS_APPROVED_AMOUNT) != 0) {
            encoder.copyAll(request, primary & below(AMOUNT), 1);
            encoder.number(AMOUNT, MoneyElements.amountLike(request, reply.approvedMinor()));
            primary &= ~below(AMOUNT + 1);
        }
        encoder.copyAll(request, primary & below(APPROVAL_CODE), 1);
        if ((flags & ReplyFlyweight.HAS_APPROVAL_CODE) != 0) {
            encoder.number(APPROVAL_CODE, reply.approvalCode());
        }
        final byte[] responseText = elements.text(code, mti);
        encoder.text(RESPONSE_CODE, responseText, 0, responseText.length);
        primary &= ~below(RESPONSE_CODE);
        if ((flags & ReplyFlyweight.HAS_BALANCES) != 0) {
            encoder.copyAll(request, primary & below(BALANCES), 1);
            encodeBalances(reply);
            primary &= ~below(BALANCES);
        }
        if (chipLength > 0) {
            encoder.copyAll(request, primary & below(CHIP), 1);
            encodeChip();
            primary &= ~below(CHIP);
        }
        encoder.copyAll(request, primary, 1);
        encoder.copyAll(request, secondary, 1 + Long.SIZE);
        if (hasMac) {
            macElement = MacElement.number(spec, secondary != 0);
            encoder.binary(macElement, NO_CODE, 0, spec.element(macElement).units());
        }
        final int length = encoder.finish();
        check(length != MessageEncoder.REFUSED, "an answer fits its room and its dialect");
        return length;
    }

    /** As octets, or as their hexadecimal digits where the dialect has text. */
    private void encodeChip() {
        if (!isChipText) {
            encoder.binary(CHIP, chip, chipOffset, chipLength);
            return;
        }
        for (int i = 0; i < chipLength; i++) {
            final int octet = chip.getByte(chipOffset + i);
            chipText.putByte(2 * i, HEX[octet >> 4 & 0xF]);
            chipText.putByte(2 * i + 1, HEX[octet & 0xF]);
        }
        encoder.text(CHIP, chipText, 0, 2 * chipLength);
    }

    private static long readable(MessageDecoder request, long elements, int first) {
        long readable = 0;
        for (long rest = elements; rest != 0; rest &= ~Long.highestOneBit(rest)) {
            final int de = first + Long.numberOfLeadingZeros(rest);
            if (request.has(de) && de != request.errorElement()) {
                readable |= Long.highestOneBit(rest);
            }
        }
        return readable;
    }

    /** DE54: an entry of {@link AdditionalAmounts} for each balance. */
    private void encodeBalances(ReplyFlyweight reply) {
        putBalance(0, reply, LEDGER_BALANCE, reply.ledgerMinor());
        putBalance(balanceLength, reply, AVAILABLE_BALANCE, reply.availableMinor());
        encoder.text(BALANCES, text, 0, 2 * balanceLength);
    }

    private void putBalance(int at, ReplyFlyweight reply, int amountType, long minor) {
        putDigits(at, 2, reply.accountType());
        putDigits(at + 2, 2, amountType);
        final int currencyDigits = AdditionalAmounts.CURRENCY_DIGITS;
        putDigits(at + AdditionalAmounts.CURRENCY_AT, currencyDigits, reply.currency());
        final int exponentAt = at + AdditionalAmounts.EXPONENT_AT;
        if (hasExponent) putDigits(exponentAt, 1, Currencies.decimals(reply.currency()));
        final int signAt = at + balanceLength - AdditionalAmounts.SIGNED_AMOUNT;
        text.putByte(signAt, (byte) (minor < 0 ? 'D' : 'C'));
        putDigits(signAt + 1, 12, Math.min(Math.abs(minor), MAX_BALANCE));
    }

    private void putDigits(int at, int count, long value) {
        long rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            text.putByte(i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
    }

    /** Bits of the elements before {@code de}, which is 2 to 64. */
    private static long below(int de) {
        return -1L << Long.SIZE + 1 - de;
    }
}
