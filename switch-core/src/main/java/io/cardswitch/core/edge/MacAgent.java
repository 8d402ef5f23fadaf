package io.cardswitch.core.edge;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.edge.MessageTypeTable.Treatment;
import io.cardswitch.core.edge.mac.MacCommandEncoder;
import io.cardswitch.core.edge.mac.MacFormat;
import io.cardswitch.core.edge.security.HsmExchange;
import io.cardswitch.core.edge.security.LinkKeyRing;
import io.cardswitch.core.metrics.Counter;
import io.cardswitch.core.metrics.SwitchCounters;
import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.command.VerdictDecoder;
import io.cardswitch.iso8583.ResponseCode;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.framing.MessageHeader;

import org.agrona.DirectBuffer;
import org.agrona.collections.LongArrayQueue;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Message authentication codes (MACs) of the links that have them. A message waits in its in-flight
 * slot until the HSM has verified its code; then it becomes a command. Its answer waits in the same
 * slot, in the place of the message, until the HSM has made its code; then it leaves. An answer
 * whose code cannot be made does not leave: the sender asks again, or reverses. Lives on the event
 * loop that owns the in-flight table.
 */
final class MacAgent {
    /** What the codes of one link take. */
    private record Link(
            RequestAdapter adapter,
            MessageHeader header,
            LinkKeyRing keys,
            MacCommandEncoder codes,
            Outcomes outcomes) {}

    /**
     * What became of the codes of one link.
     *
     * @param verified right: the message went on
     * @param wrong or absent: the message was refused
     * @param unverified no HSM could say: the message was refused
     * @param made an answer left with it
     * @param unsent it could not be made: an answer did not leave
     */
    private record Outcomes(
            Counter verified, Counter wrong, Counter unverified, Counter made, Counter unsent) {
        static Outcomes of(SwitchCounters registry, String link, String loop) {
            return new Outcomes(
                    counter(registry, link, loop, "verified"),
                    counter(registry, link, loop, "wrong"),
                    counter(registry, link, loop, "unverified"),
                    counter(registry, link, loop, "made"),
                    counter(registry, link, loop, "unsent"));
        }

        private static Counter counter(
                SwitchCounters registry, String link, String loop, String outcome) {
            return registry.counter(
                    "switch_message_macs_total",
                    "Message authentication codes, by what became of them.",
                    "link",
                    link,
                    "loop",
                    loop,
                    "outcome",
                    outcome);
        }
    }

    private final InFlightTable inFlight;
    private final ReplyComposer composer;
    private final HsmExchange hsm;
    private final int timeoutMs;
    private final Link[] links;
    private final UnsafeBuffer scratch;

    /** Handles of messages that the ring had no room for. */
    private final LongArrayQueue verified = new LongArrayQueue(Long.MIN_VALUE);

    private final LongArrayQueue verifiedReversals = new LongArrayQueue(Long.MIN_VALUE);

    /** Handles of answers that the HSM had no room for. */
    private final LongArrayQueue unsealed = new LongArrayQueue(Long.MIN_VALUE);

    /** By slot: the key that serves this message and its answer. */
    private final HsmKey[] keys;

    /** By slot: until when the code of the message must be verified. */
    private final long[] deadlinesMs;

    /** By slot: the element of the answer's code. */
    private final int[] elements;

    private final HsmExchange.CompletionHandler onVerified = this::onVerified;
    private final HsmExchange.CompletionHandler onMade = this::onMade;
    private EdgeLoop.AnswerSink answers;
    private boolean hasPublished;

    /**
     * @param timeoutMs for each code
     * @param linkIds all are below
     */
    MacAgent(
            InFlightTable inFlight,
            ReplyComposer composer,
            HsmExchange hsm,
            int timeoutMs,
            int linkIds) {
        this.inFlight = inFlight;
        this.composer = composer;
        this.hsm = hsm;
        this.timeoutMs = timeoutMs;
        this.links = new Link[linkIds];
        this.scratch = new UnsafeBuffer(new byte[composer.maxAnswerBytes()]);
        this.keys = new HsmKey[inFlight.slots()];
        this.deadlinesMs = new long[inFlight.slots()];
        this.elements = new int[inFlight.slots()];
    }

    /** Serves a link whose messages have codes. */
    void add(RequestAdapter adapter, LinkKeyRing ring, SwitchCounters registry, String loop) {
        final LinkConfig link = adapter.link();
        final MacFormat format = ring.configured().macFormat();
        links[link.id()] =
                new Link(
                        adapter,
                        link.header(),
                        ring,
                        new MacCommandEncoder(format, link.spec()),
                        Outcomes.of(registry, link.name(), loop));
        adapter.attach(this);
    }

    /** Where answers go that have their code. */
    void attach(EdgeLoop.AnswerSink sink) {
        answers = sink;
    }

    /**
     * Has the code of a message verified; its frame and index are in the slot.
     *
     * @return false when too much waits for the HSM already: nothing was done
     */
    boolean verify(int slot, long nowMs) {
        final Link link = linkOf(slot);
        deadlinesMs[slot] = nowMs + timeoutMs;
        final HsmResult sent = ask(slot, link, link.keys.macKey(), nowMs);
        if (sent == HsmResult.QUEUE_FULL) {
            return false;
        }
        refuseUnless(sent, slot, link);
        return true;
    }

    private HsmResult ask(int slot, Link link, HsmKey key, long nowMs) {
        keys[slot] = key;
        final MessageDecoder message = composer.restore(slot);
        final int start = composer.messageOffset(slot);
        return link.codes.verify(hsm.request(), key, message, inFlight.buffer(), start)
                ? hsm.send(slot, inFlight.handle(slot), deadlinesMs[slot] - nowMs, onVerified)
                : HsmResult.VERIFICATION_FAILED; // There is none.
    }

    private void refuseUnless(HsmResult sent, int slot, Link link) {
        if (sent == HsmResult.VERIFICATION_FAILED) {
            refuseWrong(slot, link);
        } else if (sent != HsmResult.OK) {
            refuseUnverified(slot, link, sent);
        }
    }

    private void onVerified(int slot, long handle, HsmResult status, HsmAnswer answer, long nowMs) {
        check(inFlight.slotOf(handle) == slot, "a message waits for its code");
        final Link link = linkOf(slot);
        final HsmResult verdict = status == HsmResult.OK ? VerdictDecoder.decode(answer) : status;
        if (verdict == HsmResult.OK) {
            link.outcomes.verified.increment();
            publish(slot, handle, nowMs);
            return;
        }
        final HsmKey previous = link.keys.previousMacKey(nowMs);
        final boolean hasOther = previous != null && previous != keys[slot];
        final boolean isTriedAgain = verdict == HsmResult.VERIFICATION_FAILED && hasOther;
        refuseUnless(isTriedAgain ? ask(slot, link, previous, nowMs) : verdict, slot, link);
    }

    /** At once, unless others wait for room already. */
    private void publish(int slot, long handle, long nowMs) {
        final int mti = composer.restore(slot).mti();
        final boolean isReversal = MessageTypeTable.treatmentOf(mti) == Treatment.REVERSAL;
        final LongArrayQueue waiting = isReversal ? verifiedReversals : verified;
        if (!waiting.isEmpty() || !goesOn(slot, nowMs)) {
            waiting.addLong(handle);
        }
    }

    /** False when there is no room: later. */
    private boolean goesOn(int slot, long nowMs) {
        final Link link = linkOf(slot);
        final int outcome = link.adapter.publishHeld(composer.restore(slot), slot, nowMs);
        if (outcome == RequestAdapter.ANSWERED) {
            sealRefusal(slot, link, keys[slot]);
        }
        hasPublished |= outcome == RequestAdapter.PUBLISHED;
        return outcome != RequestAdapter.NO_ROOM;
    }

    /**
     * Goes on with messages and answers that waited for room.
     *
     * @return whether messages were published since the last call
     */
    boolean work(long nowMs) {
        publishWaiting(verifiedReversals, nowMs);
        publishWaiting(verified, nowMs);
        while (!unsealed.isEmpty() && seal(inFlight.slotOf(unsealed.peekLong()))) {
            unsealed.pollLong();
        }
        final boolean isAnyPublished = hasPublished;
        hasPublished = false;
        return isAnyPublished;
    }

    private void publishWaiting(LongArrayQueue waiting, long nowMs) {
        while (!waiting.isEmpty()) {
            final int slot = inFlight.slotOf(waiting.peekLong());
            check(slot != InFlightTable.NONE, "a message waits for room");
            if (!goesOn(slot, nowMs)) {
                return;
            }
            waiting.pollLong();
        }
    }

    private void refuseWrong(int slot, Link link) {
        link.outcomes.wrong.increment();
        link.adapter.refuseHeld(composer.restore(slot), slot, ResponseCode.MAC_WRONG, true);
        sealRefusal(slot, link, link.keys.macKey());
    }

    /** Without a code: nobody could make it, and nothing was decided. */
    private void refuseUnverified(int slot, Link link, HsmResult cause) {
        link.outcomes.unverified.increment();
        final ResponseCode code =
                cause.isAway() ? ResponseCode.ISSUER_UNAVAILABLE : ResponseCode.SYSTEM_MALFUNCTION;
        link.adapter.refuseHeld(composer.restore(slot), slot, code, false);
        final long session = inFlight.sessionId(slot);
        inFlight.release(slot);
        answers.onAnswer(session, link.adapter.answerBuffer(), 0, link.adapter.answerLength());
    }

    /** Has a code made for the refusal that the adapter composed of what nobody could read. */
    void sealMalformed(int slot) {
        final Link link = linkOf(slot);
        sealRefusal(slot, link, link.keys.macKey());
    }

    /** Has a code made under this key for the refusal that the link's adapter composed last. */
    private void sealRefusal(int slot, Link link, HsmKey key) {
        keys[slot] = key;
        elements[slot] = link.adapter.macElement();
        store(slot, link.adapter.answerBuffer(), link.adapter.answerLength());
    }

    /**
     * Takes a reply whose answer is to have a code.
     *
     * @return false when it is to have none, or its request is gone: nothing was done
     */
    boolean take(ReplyFlyweight reply) {
        final int slot = inFlight.slotOf(reply.edgeHandle());
        if (slot == InFlightTable.NONE || linkOf(slot) == null) {
            return false;
        }
        final int linkId = inFlight.linkId(slot);
        final int length = composer.write(slot, reply, scratch, true);
        elements[slot] = composer.macElement(linkId);
        store(slot, scratch, length);
        scratch.setMemory(0, length, (byte) 0);
        return true;
    }

    private void store(int slot, DirectBuffer answer, int length) {
        inFlight.storeAnswer(slot, answer, 0, length);
        if (!unsealed.isEmpty() || !seal(slot)) {
            unsealed.addLong(inFlight.handle(slot));
        }
    }

    /** Has a code made for the answer in the slot; false when there is no room for that yet. */
    private boolean seal(int slot) {
        final Link link = linkOf(slot);
        final int headerLength = link.header.answerLength();
        link.codes.generate(
                hsm.request(),
                keys[slot],
                inFlight.buffer(),
                inFlight.frameOffset(slot) + headerLength,
                inFlight.frameLength(slot) - headerLength - link.codes.codeBytes(elements[slot]));
        final HsmResult sent = hsm.send(slot, inFlight.handle(slot), timeoutMs, onMade);
        if (sent != HsmResult.OK && sent != HsmResult.QUEUE_FULL) {
            link.outcomes.unsent.increment();
            inFlight.release(slot);
        }
        return sent != HsmResult.QUEUE_FULL;
    }

    private void onMade(int slot, long handle, HsmResult status, HsmAnswer answer, long nowMs) {
        check(inFlight.slotOf(handle) == slot, "an answer waits for its code");
        final Link link = linkOf(slot);
        final int at = inFlight.frameOffset(slot);
        final int length = inFlight.frameLength(slot);
        final int element = elements[slot];
        final int codeAt = at + length - link.codes.codeBytes(element);
        final boolean isMade =
                status == HsmResult.OK
                        && link.codes.take(answer, element, inFlight.buffer(), codeAt)
                                == HsmResult.OK;
        if (isMade) {
            link.outcomes.made.increment();
            composer.noteAnswered(slot);
            answers.onAnswer(inFlight.sessionId(slot), inFlight.buffer(), at, length);
        } else {
            link.outcomes.unsent.increment();
        }
        inFlight.release(slot);
    }

    private Link linkOf(int slot) {
        return links[inFlight.linkId(slot)];
    }
}
