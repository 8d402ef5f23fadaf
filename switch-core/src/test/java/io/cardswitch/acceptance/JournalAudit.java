package io.cardswitch.acceptance;

import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.Effects;
import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.command.sbe.CardCheckResultDecoder;
import io.cardswitch.core.command.sbe.MessageHeaderDecoder;
import io.cardswitch.core.command.sbe.TransactionRequestDecoder;
import io.cardswitch.core.engine.EngineConfig;
import io.cardswitch.core.engine.SwitchStateMachine;
import io.cardswitch.core.journal.JournalReader;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a journal as an auditor would: replays every command into an engine of its own, writes down
 * what was approved, and compares that with the tapes of the clients.
 */
final class JournalAudit {
    /** One approved purchase of the journal. */
    private record Posted(long amountMinor, String approvalCode) {}

    private final SwitchStateMachine engine;
    private final Effects effects =
            new Effects().wrap(new UnsafeBuffer(new byte[Effects.LENGTH]), 0);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final TransactionRequestDecoder request = new TransactionRequestDecoder();
    private final CardCheckResultDecoder result = new CardCheckResultDecoder();
    private final Map<Long, byte[]> parked = new HashMap<>(); // By sequence.
    private final Map<String, Posted> posted = new HashMap<>();
    private final Set<String> keys = new HashSet<>();
    private final List<String> findings = new ArrayList<>();
    private long postedMinor;
    private JournalReader.Summary summary;

    private JournalAudit(EngineConfig config) {
        engine = new SwitchStateMachine(config);
    }

    /** Replays the journal of the data directory. Checkpoints in it are compared by the engine. */
    static JournalAudit of(Path data, EngineConfig config) {
        final JournalAudit audit = new JournalAudit(config);
        audit.summary = JournalReader.read(data, audit::onRecord);
        if (audit.summary.damage() != null) {
            audit.findings.add("damage: " + audit.summary.damage());
        }
        if (!audit.engine.isConserved() || audit.engine.postingsSumMinor(840) != 0) {
            audit.findings.add("postings sum to " + audit.engine.postingsSumMinor(840));
        }
        return audit;
    }

    /** State hash of an engine that has applied the journal's commands up to this sequence. */
    static String stateHashAfter(Path data, EngineConfig config, long last) {
        final JournalAudit audit = new JournalAudit(config);
        JournalReader.read(
                data,
                (file, sequence, buffer, offset, length) -> {
                    if (sequence <= last) audit.onRecord(file, sequence, buffer, offset, length);
                });
        return audit.stateHash();
    }

    private void onRecord(Path file, long sequence, DirectBuffer buffer, int offset, int length) {
        effects.clear();
        engine.onCommand(sequence, buffer, offset, length, effects);
        final int templateId = Commands.templateId(buffer, offset);
        if (templateId == TransactionRequestDecoder.TEMPLATE_ID) {
            if (effects.isCardCheck(0)) {
                final byte[] waiting = new byte[length];
                buffer.getBytes(offset, waiting);
                parked.put(sequence, waiting);
            } else {
                onAnswer(sequence, buffer, offset);
            }
        } else if (templateId == CardCheckResultDecoder.TEMPLATE_ID) {
            result.wrapAndApplyHeader(buffer, offset, header);
            final byte[] waiting = parked.remove(result.requestSequence());
            if (waiting != null) onAnswer(sequence, new UnsafeBuffer(waiting), 0);
        }
    }

    /** The first effect answers the request that stands at {@code offset}. */
    private void onAnswer(long sequence, DirectBuffer buffer, int offset) {
        final ReplyFlyweight reply = effects.reply(0);
        final boolean isFirst = (reply.flags() & ReplyFlyweight.IS_REPEAT) == 0;
        if (!isFirst || reply.resultCode() != ResultCode.APPROVED.code()) return;
        request.wrapAndApplyHeader(buffer, offset, header);
        if (!keys.add(request.keyHigh() + ":" + request.keyLow())) {
            findings.add("posted twice: STAN " + request.stan() + " at sequence " + sequence);
        }
        postedMinor += request.amountMinor();
        posted.put(
                request.terminalId() + request.stan(),
                new Posted(request.amountMinor(), Site.digits(reply.approvalCode(), 6)));
    }

    /** Notes every approval of a tape that the journal does not hold, or holds otherwise. */
    void compare(Collection<Buyer.Approval> tape) {
        for (final Buyer.Approval approval : tape) {
            final Posted found = posted.get(approval.terminalId() + approval.stan());
            final Posted expected = new Posted(approval.amountMinor(), approval.code());
            if (!expected.equals(found)) {
                findings.add(approval + " stands in the journal as " + found);
            }
        }
    }

    /** What is wrong; empty when all is well. */
    List<String> findings() {
        return findings;
    }

    /** Purchases approved. */
    int postedCount() {
        return posted.size();
    }

    /** Sum of all purchases approved. */
    long postedMinor() {
        return postedMinor;
    }

    /** Last record. */
    long lastSequence() {
        return summary.lastSequence();
    }

    /** State hash as the switch prints it. */
    String stateHash() {
        return String.format("%016x", engine.stateHash());
    }
}
