package io.cardswitch.core.engine;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.CheckOutcome;
import io.cardswitch.core.command.Effects;
import io.cardswitch.core.command.sbe.CardCheckResultDecoder;
import io.cardswitch.core.routing.ServingConfiguration;

import org.agrona.concurrent.UnsafeBuffer;

/** Ends the waiting of requests: by the result of their card check, or by their deadline. */
final class CardCheckHandler {
    private final ParkedTable parked;
    private final TransactionHandler transactions;
    private final DecisionHash decisions;
    private final Effects unsent =
            new Effects().wrap(new UnsafeBuffer(new byte[Effects.LENGTH]), 0);
    private long unmatchedCount;

    CardCheckHandler(ParkedTable parked, TransactionHandler transactions, DecisionHash decisions) {
        this.parked = parked;
        this.transactions = transactions;
        this.decisions = decisions;
    }

    void onResult(
            CardCheckResultDecoder result,
            ServingConfiguration serving,
            long nowMs,
            Effects effects) {
        final int row = parked.find(result.requestSequence());
        if (row == ParkedTable.NONE || parked.request(row).edgeHandle() != result.edgeHandle()) {
            unmatchedCount++;
            decisions.fold(result.outcome(), unmatchedCount, 0);
            return;
        }
        // What is no outcome proves nothing.
        final CheckOutcome outcome =
                CheckOutcome.isCode(result.outcome())
                        ? CheckOutcome.of(result.outcome())
                        : CheckOutcome.HSM_ERROR;
        transactions.resume(row, outcome, serving, nowMs, effects);
        check(effects.count() == 1, "a result has one answer");
    }

    /** Refuses who has waited too long: as many as the command has room for answers. */
    void expire(ServingConfiguration serving, long nowMs, Effects effects) {
        while (effects.count() < Effects.MAX_COUNT && parked.isDue(nowMs)) {
            transactions.resume(parked.oldest(), CheckOutcome.HSM_AWAY, serving, nowMs, effects);
        }
    }

    /** The edge has started anew and knows none of those who wait: nobody is answered. */
    void onNodeStart(ServingConfiguration serving, long nowMs) {
        while (parked.oldest() != ParkedTable.NONE) {
            transactions.resume(
                    parked.oldest(), CheckOutcome.HSM_AWAY, serving, nowMs, unsent.clear());
        }
        check(parked.count() == 0, "nobody waits after a start");
    }

    /** Results that nobody waited for. */
    long unmatchedCount() {
        return unmatchedCount;
    }
}
