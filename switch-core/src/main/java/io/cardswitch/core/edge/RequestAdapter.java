package io.cardswitch.core.edge;

import io.cardswitch.core.command.CommandIngress;
import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.edge.MessageTypeTable.Treatment;
import io.cardswitch.core.edge.element.MessageVersion;
import io.cardswitch.core.edge.element.MoneyElements;
import io.cardswitch.core.edge.element.NetworkElements;
import io.cardswitch.core.edge.element.OriginalElements;
import io.cardswitch.core.edge.exchange.KeyExchangeAgent;
import io.cardswitch.iso8583.ResponseCode;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.framing.MessageHeader;
import io.cardswitch.iso8583.validate.MessageValidator;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.function.BooleanSupplier;

/**
 * Turns the messages of one link into commands, or into a refusal where no command is due. Lives on
 * one event loop; allocates nothing per message.
 */
public final class RequestAdapter {
    /** The message is a command now; its answer comes later. */
    public static final int PUBLISHED = 0;

    /** Nothing was kept: offer the same frame again when there is room. */
    public static final int NO_ROOM = 1;

    /** Refused: send {@link #answerLength()} bytes of {@link #answerBuffer()} now. */
    public static final int ANSWERED = 2;

    /** Nothing to answer; counted. */
    public static final int DROPPED = 3;

    /** The message waits for its MAC to be verified, or its answer for one: it comes later. */
    public static final int HELD = 4;

    private static final int PROCESSING_CODE = 3;
    private static final int AMOUNT = 4;
    private static final int STAN = 11;
    private static final int PROCESSING_DIGITS = 6;
    private static final int CLASS_REVERSAL = 4;

    /** DE3 starts with two digits of transaction type; 30-39 are inquiries without an amount. */
    private static final int TYPE_UNIT = 10_000;

    private static final int FIRST_INQUIRY = 30;
    private static final int LAST_INQUIRY = 39;

    private final LinkConfig link;
    private final MessageHeader header;
    private final LinkCounters counters;
    private final InFlightTable inFlight;
    private final CommandIngress ingress;
    private final BooleanSupplier accepting;

    /** Null when no link brings keys. */
    private final KeyExchangeAgent exchanges;

    private final MessageDecoder decoder;

    /** Null when the link has no rules. */
    private final MessageValidator validator;

    private final CardDecoder card;
    private final CommandEncoder command;
    private final AnswerEncoder answer;
    private final ReplyFlyweight nothingAdded;
    private final UnsafeBuffer answerBuffer;

    /** Null when the link's messages have no MACs. */
    private MacAgent macs;

    private int headerLength;
    private int answerLength;
    private boolean isMalformed;

    /** What all links of an event loop have in common; no exchanges where no link brings keys. */
    record Shared(
            InFlightTable inFlight,
            CommandIngress ingress,
            BooleanSupplier accepting,
            KeyExchangeAgent exchanges) {}

    RequestAdapter(LinkConfig link, LinkCounters counters, CommandEncoder command, Shared shared) {
        this.link = link;
        this.header = link.header();
        this.counters = counters;
        this.inFlight = shared.inFlight;
        this.ingress = shared.ingress;
        this.accepting = shared.accepting;
        this.exchanges = shared.exchanges;
        this.decoder = new MessageDecoder(link.spec());
        this.validator = link.rules().map(MessageValidator::new).orElse(null);
        this.card = new CardDecoder(link.spec());
        this.command = command;
        this.answer = new AnswerEncoder(link.spec(), link.echoesPrivateUse());
        this.nothingAdded =
                new ReplyFlyweight().wrap(new UnsafeBuffer(new byte[ReplyFlyweight.LENGTH]), 0);
        this.answerBuffer =
                new UnsafeBuffer(new byte[inFlight.frameBytes() + AnswerEncoder.MAX_ADDED_BYTES]);
    }

    /**
     * Takes one message, behind its header where the link has one.
     *
     * @param sessionId connection that sent it; comes back with the answer
     * @param nowMs epoch milliseconds, the time of the command
     * @return one of the outcomes, {@link #PUBLISHED} to {@link #HELD}
     */
    public int onFrame(long sessionId, DirectBuffer buffer, int offset, int length, long nowMs) {
        isMalformed = false;
        final boolean isTooLong = length > inFlight.frameBytes();
        headerLength = isTooLong ? MessageHeader.UNREADABLE : header.length(buffer, offset, length);
        if (headerLength == MessageHeader.UNREADABLE || !header.isWhole(buffer, offset, length)) {
            isMalformed = true;
            counters.malformedDropped.increment();
            return DROPPED;
        }
        if (header.isReject(buffer, offset)) {
            counters.unsolicited.increment();
            return DROPPED;
        }
        if (!decoder.wrap(buffer, offset + headerLength, length - headerLength)) {
            return refuseMalformed(sessionId, buffer, offset);
        }
        final Treatment treatment = MessageTypeTable.treatmentOf(decoder.mti());
        if (treatment == Treatment.UNSOLICITED) {
            counters.unsolicited.increment();
            return DROPPED;
        }
        if (validator != null && !validator.check(decoder)) {
            final int outcome = refuseMalformed(sessionId, buffer, offset);
            if (outcome != NO_ROOM) {
                counters.onBreach(validator.element());
            }
            return outcome;
        }
        if (!isComplete(treatment, buffer)) {
            return refuseMalformed(sessionId, buffer, offset);
        }
        final ResponseCode refusal =
                macs == null ? refusalOf(treatment, decoder) : ResponseCode.APPROVED; // Not yet.
        if (refusal == ResponseCode.APPROVED) {
            return take(treatment, sessionId, buffer, offset, nowMs);
        }
        compose(decoder, buffer, offset, refusal, false);
        counters.onRefused(refusal);
        return ANSWERED;
    }

    /** Whether the message has what its command cannot do without, in a form that can be read. */
    private boolean isComplete(Treatment treatment, DirectBuffer buffer) {
        if (!decoder.has(STAN) || decoder.number(STAN) == 0) return false;
        return switch (treatment) {
            case TRANSACTION -> isTransactionComplete(buffer);
            case REVERSAL -> isReversalComplete(buffer);
            case NETWORK -> NetworkElements.hasCode(decoder);
            default -> true;
        };
    }

    private boolean isTransactionComplete(DirectBuffer buffer) {
        if (!hasProcessingCode() || !OriginalElements.hasTime(decoder)) return false;
        final int type = (int) decoder.number(PROCESSING_CODE) / TYPE_UNIT;
        final boolean isInquiry = type >= FIRST_INQUIRY && type <= LAST_INQUIRY;
        if (!isInquiry && !decoder.has(AMOUNT) || !MoneyElements.isReadable(decoder, isInquiry)) {
            return false;
        }
        card.read(buffer, decoder);
        return card.isPresent();
    }

    private boolean isReversalComplete(DirectBuffer buffer) {
        card.read(buffer, decoder);
        final boolean isNamed = OriginalElements.isNamed(decoder);
        return hasProcessingCode()
                && (isNamed
                        ? OriginalElements.isReadable(decoder)
                        : OriginalElements.hasTime(decoder))
                && MoneyElements.areReversalsReadable(decoder);
    }

    /** Text in version 2003, but digits throughout. */
    private boolean hasProcessingCode() {
        if (!decoder.has(PROCESSING_CODE)) return false;
        if (!MessageVersion.is2003(decoder)) return true;
        for (int i = 0; i < PROCESSING_DIGITS; i++) {
            final int digit = decoder.digit(PROCESSING_CODE, i);
            if (digit < 0 || digit > 9) return false;
        }
        return true;
    }

    /** Why no command is due; APPROVED when one is. */
    private ResponseCode refusalOf(Treatment treatment, MessageDecoder message) {
        if (treatment == Treatment.UNSUPPORTED) {
            return ResponseCode.INVALID_TRANSACTION;
        }
        if (treatment == Treatment.REVERSAL) {
            final boolean undoesReversal =
                    OriginalElements.isNamed(message)
                            && OriginalElements.messageClass(message) == CLASS_REVERSAL;
            return undoesReversal ? ResponseCode.INVALID_TRANSACTION : ResponseCode.APPROVED;
        }
        if (treatment == Treatment.TRANSACTION) {
            if (!accepting.getAsBoolean()) {
                return ResponseCode.SYSTEM_MALFUNCTION;
            }
            if (!card.isValid()) {
                return ResponseCode.INVALID_CARD_NUMBER;
            }
        }
        return ResponseCode.APPROVED;
    }

    private int take(
            Treatment treatment, long sessionId, DirectBuffer buffer, int offset, long nowMs) {
        final boolean isReserved = treatment == Treatment.REVERSAL;
        final int slot = inFlight.acquire(sessionId, link.id(), isReserved);
        if (slot == InFlightTable.NONE) return NO_ROOM;
        final boolean isClaimed = macs == null && !bringsKey(treatment, decoder);
        if (isClaimed && !ingress.tryClaim(isReserved)) {
            inFlight.release(slot);
            return NO_ROOM;
        }
        inFlight.storeFrame(slot, buffer, offset, headerLength + decoder.length());
        inFlight.storeIndexLength(
                slot, decoder.saveIndex(inFlight.buffer(), inFlight.indexOffset(slot)));
        if (macs != null) {
            if (macs.verify(slot, nowMs)) {
                return HELD;
            }
            inFlight.release(slot);
            return NO_ROOM;
        }
        publish(treatment, decoder, slot, nowMs);
        return PUBLISHED;
    }

    private boolean bringsKey(Treatment treatment, MessageDecoder message) {
        return exchanges != null
                && treatment == Treatment.NETWORK
                && exchanges.takes(link.id(), message);
    }

    /** The ring's slot is claimed, unless the message brings a key. */
    private void publish(Treatment treatment, MessageDecoder message, int slot, long nowMs) {
        final long handle = inFlight.handle(slot);
        inFlight.storeClass(slot, message.mti() >> 8 & 0xF);
        if (bringsKey(treatment, message)) {
            exchanges.begin(link.id(), message, slot, handle);
            return;
        }
        command.wrap(ingress.buffer(), ingress.offset());
        final int length =
                switch (treatment) {
                    case TRANSACTION -> command.transaction(message, card, handle, nowMs);
                    case REVERSAL -> command.reversal(message, card, handle, nowMs);
                    default -> command.network(message, handle, nowMs);
                };
        ingress.publish(length);
        counters.onPublished(treatment);
    }

    /**
     * Goes on with a message that was {@link #HELD} and is authentic.
     *
     * @param message as restored from its slot
     * @return {@link #PUBLISHED}, {@link #NO_ROOM}, or {@link #ANSWERED}: a refusal was composed
     */
    int publishHeld(MessageDecoder message, int slot, long nowMs) {
        final Treatment treatment = MessageTypeTable.treatmentOf(message.mti());
        if (treatment == Treatment.TRANSACTION || treatment == Treatment.REVERSAL) {
            card.read(inFlight.buffer(), message);
        }
        final ResponseCode refusal = refusalOf(treatment, message);
        if (refusal != ResponseCode.APPROVED) {
            refuseHeld(message, slot, refusal, true);
            return ANSWERED;
        }
        if (!bringsKey(treatment, message) && !ingress.tryClaim(treatment == Treatment.REVERSAL)) {
            return NO_ROOM;
        }
        publish(treatment, message, slot, nowMs);
        return PUBLISHED;
    }

    /**
     * Composes the refusal of a message that was {@link #HELD}, in {@link #answerBuffer()}.
     *
     * @param message as restored from its slot
     * @param hasMac leaves room for a MAC at the end
     */
    void refuseHeld(MessageDecoder message, int slot, ResponseCode code, boolean hasMac) {
        compose(message, inFlight.buffer(), inFlight.frameOffset(slot), code, hasMac);
        counters.onRefused(code);
    }

    private int refuseMalformed(long sessionId, DirectBuffer buffer, int offset) {
        isMalformed = true;
        final boolean isAnswered =
                link.answersMalformed()
                        && decoder.isAnswerable()
                        && MessageTypeTable.responseMti(decoder.mti())
                                != MessageTypeTable.NO_ANSWER;
        if (!isAnswered) {
            counters.malformedDropped.increment();
            return DROPPED;
        }
        final int outcome = answer(sessionId, buffer, offset, ResponseCode.FORMAT_ERROR);
        if (outcome != NO_ROOM) {
            counters.malformedAnswered.increment();
        }
        return outcome;
    }

    /** Answers at once, or when the answer has its MAC. */
    private int answer(long sessionId, DirectBuffer buffer, int offset, ResponseCode code) {
        if (macs == null) {
            compose(decoder, buffer, offset, code, false);
            return ANSWERED;
        }
        final int slot = inFlight.acquire(sessionId, link.id(), false);
        if (slot == InFlightTable.NONE) {
            return NO_ROOM;
        }
        compose(decoder, buffer, offset, code, true);
        macs.sealMalformed(slot);
        return HELD;
    }

    private void compose(
            MessageDecoder message,
            DirectBuffer buffer,
            int offset,
            ResponseCode code,
            boolean hasMac) {
        wipeAnswer();
        final int start = header.answerLength();
        answer.wrap(answerBuffer, start, answerBuffer.capacity());
        if (hasMac) {
            answer.addMac();
        }
        final int length = answer.encode(message, nothingAdded, code);
        header.putAnswer(answerBuffer, 0, buffer, offset, length);
        answerLength = start + length;
    }

    /** The element for the MAC of the refusal composed last: 64 or 128. */
    int macElement() {
        return answer.macElement();
    }

    /** Has the MACs of this link's messages verified and made, from now on. */
    void attach(MacAgent agent) {
        macs = agent;
    }

    /** Ends a batch: of the frames that were read nothing stays here, nor of their refusals. */
    void wipe() {
        decoder.wipe();
        wipeAnswer();
    }

    private void wipeAnswer() {
        answerBuffer.setMemory(0, answerLength, (byte) 0);
        answerLength = 0;
    }

    /** Holds the refusal after {@link #ANSWERED}, from offset 0, until frame or batch end. */
    public DirectBuffer answerBuffer() {
        return answerBuffer;
    }

    /** Bytes of the refusal. */
    public int answerLength() {
        return answerLength;
    }

    /** Whether the last frame was malformed, answered or not; the session counts them in a row. */
    public boolean isMalformed() {
        return isMalformed;
    }

    /** The link served. */
    public LinkConfig link() {
        return link;
    }
}
