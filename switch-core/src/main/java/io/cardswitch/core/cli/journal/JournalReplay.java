package io.cardswitch.core.cli.journal;

import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.Effects;
import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.command.sbe.CardCheckResultDecoder;
import io.cardswitch.core.command.sbe.MessageHeaderDecoder;
import io.cardswitch.core.command.sbe.TransactionRequestDecoder;
import io.cardswitch.core.engine.EngineConfig;
import io.cardswitch.core.engine.SwitchStateMachine;
import io.cardswitch.core.journal.segment.JournalDamage;
import io.cardswitch.core.journal.segment.RecordHandler;

import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.file.Path;

/** Feeds journal records to an engine of its own and watches what it decides. */
final class JournalReplay implements RecordHandler {
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private final SwitchStateMachine engine;
    private final Effects effects =
            new Effects().wrap(new UnsafeBuffer(new byte[Effects.LENGTH]), 0);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final TransactionRequestDecoder request = new TransactionRequestDecoder();
    private final CardCheckResultDecoder result = new CardCheckResultDecoder();
    private final LongHashSet approvedKeys = new LongHashSet();
    private final Long2LongHashMap parkedKeys = new Long2LongHashMap(0); // By sequence.
    private JournalDamage failure;

    JournalReplay(EngineConfig config) {
        engine = new SwitchStateMachine(config);
    }

    @Override
    public void onRecord(Path file, long sequence, DirectBuffer buffer, int offset, int length) {
        if (failure != null) {
            effects.clear(); // What stands behind is read, not decided.
            return;
        }
        try {
            engine.onCommand(sequence, buffer, offset, length, effects.clear());
        } catch (final AssertionError e) {
            fail(file, offset, "record " + sequence + " does not replay: " + e.getMessage());
            return;
        }
        final int templateId = Commands.templateId(buffer, offset);
        if (templateId == TransactionRequestDecoder.TEMPLATE_ID) {
            request.wrapAndApplyHeader(buffer, offset, header);
            final long key = Long.rotateLeft(request.keyHigh() * MIX, 32) ^ request.keyLow();
            if (effects.isCardCheck(0)) parkedKeys.put(sequence, key);
            requireNewKeyWhenApproved(file, sequence, offset, key);
        } else if (templateId == CardCheckResultDecoder.TEMPLATE_ID) {
            result.wrapAndApplyHeader(buffer, offset, header);
            final long key = parkedKeys.remove(result.requestSequence());
            requireNewKeyWhenApproved(file, sequence, offset, key);
        }
    }

    private void requireNewKeyWhenApproved(Path file, long sequence, int offset, long key) {
        for (int i = 0; i < effects.count(); i++) {
            if (effects.isCardCheck(i)) continue;
            final ReplyFlyweight reply = effects.reply(i);
            final boolean isRepeat = (reply.flags() & ReplyFlyweight.IS_REPEAT) != 0;
            if (isRepeat || reply.resultCode() != ResultCode.APPROVED.code()) {
                continue;
            }
            if (!approvedKeys.add(key)) {
                fail(file, offset, "record " + sequence + " approves a business key once more");
            }
        }
    }

    private void fail(Path file, int offset, String reason) {
        failure = new JournalDamage(file, offset, reason);
    }

    /** The engine after the last record. */
    SwitchStateMachine engine() {
        return engine;
    }

    /** What the engine told the world about the last record. */
    Effects effects() {
        return effects;
    }

    /** The first record that does not replay as it should, or null. */
    JournalDamage failure() {
        return failure;
    }

    /** Requests that were approved, repeats not counted. */
    long approvedCount() {
        return approvedKeys.size();
    }
}
