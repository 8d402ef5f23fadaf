package io.cardswitch.core.pipeline;

import com.lmax.disruptor.EventHandler;

import io.cardswitch.core.command.Effects;
import io.cardswitch.core.command.ReplyEgress;

/** Lets the effects of durable commands leave, in the order of the journal. */
final class ReleaseStage implements EventHandler<TransactionEvent> {
    static final String NAME = "release";

    private final Effects effects = new Effects();
    private final ReplyEgress egress;
    private final FailureLatch failure;

    ReleaseStage(ReplyEgress egress, FailureLatch failure) {
        this.egress = egress;
        this.failure = failure;
    }

    @Override
    public void onEvent(TransactionEvent event, long sequence, boolean endOfBatch) {
        if (failure.isSet()) {
            throw new FailureLatch.StageStopped();
        }
        effects.wrap(event.memory(), event.effectsOffset());
        final int count = effects.count();
        for (int i = 0; i < count; i++) {
            if (effects.isCardCheck(i)) {
                egress.onCardCheck(effects.cardCheck(i));
            } else {
                egress.onReply(effects.reply(i));
            }
        }
        if (endOfBatch) {
            egress.onBatchEnd();
        }
    }
}
