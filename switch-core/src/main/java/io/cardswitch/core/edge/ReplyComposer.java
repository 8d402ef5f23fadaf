package io.cardswitch.core.edge;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.edge.security.CheckTable;
import io.cardswitch.core.metrics.Counter;
import io.cardswitch.core.metrics.DurationBook;
import io.cardswitch.core.metrics.Histogram;
import io.cardswitch.iso8583.ResponseCode;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.framing.MessageHeader;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Composes answers from the engine's decision and the request that waited for it, and ends the
 * wait. Lives on the event loop that owns the in-flight table; allocates nothing per answer.
 */
public final class ReplyComposer {
    /** The reply's request is gone; counted, nothing to send. */
    public static final int STALE = 0;

    /** No session: the reply's request is gone. */
    public static final long NO_SESSION = -1;

    /** An answer is at most so much longer than its request. */
    public static final int MAX_ADDED_BYTES = AnswerEncoder.MAX_ADDED_BYTES;

    /** What composing needs of one link. */
    record Link(
            MessageDecoder request,
            AnswerEncoder answer,
            MessageHeader header,
            LinkCounters counters) {}

    private final InFlightTable inFlight;
    private final Link[] links;
    private final Counter staleReplies;
    private final CheckTable checks;
    private final DurationBook durations;

    /** Where answers are put together, before they go to memory that nobody wipes. */
    private final UnsafeBuffer whole;

    private int used;

    /**
     * @param links by link id; null where there is no link
     * @param checks where card checks leave what the card is answered; null without an HSM
     * @param durations takes how long answers took
     * @param staleReplies replies whose request is gone
     */
    ReplyComposer(
            InFlightTable inFlight,
            Link[] links,
            CheckTable checks,
            DurationBook durations,
            Counter staleReplies) {
        this.durations = durations;
        this.checks = checks;
        this.inFlight = inFlight;
        this.links = links;
        this.staleReplies = staleReplies;
        this.whole = new UnsafeBuffer(new byte[maxAnswerBytes()]);
    }

    /** Session that waits for the reply with this handle, or {@link #NO_SESSION}. */
    public long sessionId(long edgeHandle) {
        final int slot = inFlight.slotOf(edgeHandle);
        return slot == InFlightTable.NONE ? NO_SESSION : inFlight.sessionId(slot);
    }

    /**
     * Writes the answer and wipes the request.
     *
     * @param offset first byte to write; at least {@link #maxAnswerBytes()} follow before limit
     * @return bytes written, or {@link #STALE}
     */
    public int compose(ReplyFlyweight reply, MutableDirectBuffer out, int offset, int limit) {
        final int slot = inFlight.slotOf(reply.edgeHandle());
        if (slot == InFlightTable.NONE) {
            staleReplies.increment();
            return STALE;
        }
        final int length = write(slot, reply, whole, false);
        check(length <= limit - offset, "an answer fits its room");
        out.putBytes(offset, whole, 0, length);
        used = Math.max(used, length);
        noteAnswered(slot);
        inFlight.release(slot);
        return length;
    }

    /**
     * Writes the answer to a live slot's request, which stays.
     *
     * @param out takes {@link #maxAnswerBytes()}; on the heap, or the encoder keeps a copy
     * @param hasMac leaves room for a MAC at the end; see {@link #macElement}
     * @return bytes written
     */
    int write(int slot, ReplyFlyweight reply, MutableDirectBuffer out, boolean hasMac) {
        final Link link = links[inFlight.linkId(slot)];
        final MutableDirectBuffer entries = inFlight.buffer();
        final int frame = inFlight.frameOffset(slot);
        restore(slot);
        final ResultCode result = ResultCode.of(reply.resultCode());
        final boolean isApproved = result == ResultCode.APPROVED;
        final boolean isPartial = (reply.flags() & ReplyFlyweight.HAS_APPROVED_AMOUNT) != 0;
        final ResponseCode code =
                isApproved && isPartial ? ResponseCode.APPROVED_PARTIAL : result.responseCode();
        link.answer.wrap(out, link.header.answerLength(), out.capacity());
        if (checks != null && isApproved && checks.isOf(slot, reply.edgeHandle())) {
            link.answer.addChip(
                    checks.buffer(), checks.responseOffset(slot), checks.responseLength(slot));
        }
        if (hasMac) {
            link.answer.addMac();
        }
        final int length = link.answer.encode(link.request, reply, code);
        link.header.putAnswer(out, 0, entries, frame, length);
        if (isApproved) link.counters.approved.increment();
        else link.counters.onDeclined(code);
        endChecks(slot);
        return link.header.answerLength() + length;
    }

    /** The answer to a live slot's request leaves with this batch. */
    void noteAnswered(int slot) {
        final LinkCounters counters = links[inFlight.linkId(slot)].counters;
        final Histogram duration = counters.duration(inFlight.messageClass(slot));
        if (duration != null) durations.add(duration, inFlight.receivedNs(slot));
    }

    /** The element for the MAC of the link's answer written last: 64 or 128. */
    int macElement(int linkId) {
        return links[linkId].answer.macElement();
    }

    /** The request of a live slot, readable until the next call for its link. */
    MessageDecoder restore(int slot) {
        final Link link = links[inFlight.linkId(slot)];
        final MutableDirectBuffer entries = inFlight.buffer();
        link.request.restoreIndex(
                entries, messageOffset(slot), entries, inFlight.indexOffset(slot));
        return link.request;
    }

    /** Where the request of a live slot starts in the table's buffer, behind its header. */
    int messageOffset(int slot) {
        final int frame = inFlight.frameOffset(slot);
        return frame
                + links[inFlight.linkId(slot)].header.length(
                        inFlight.buffer(), frame, inFlight.frameLength(slot));
    }

    /** Wipes the request of a reply that has nobody to go to. */
    public void discard(long edgeHandle) {
        final int slot = inFlight.slotOf(edgeHandle);
        if (slot == InFlightTable.NONE) {
            staleReplies.increment();
        } else {
            endChecks(slot);
            inFlight.release(slot);
        }
    }

    private void endChecks(int slot) {
        if (checks != null) {
            checks.end(slot);
        }
    }

    /** Ends a batch: of the requests that were answered nothing stays here, nor of answers. */
    void wipe() {
        whole.setMemory(0, used, (byte) 0);
        used = 0;
        for (final Link link : links) {
            if (link != null) {
                link.request.wipe();
            }
        }
    }

    /** No answer is longer. */
    public int maxAnswerBytes() {
        return inFlight.frameBytes() + MAX_ADDED_BYTES;
    }
}
