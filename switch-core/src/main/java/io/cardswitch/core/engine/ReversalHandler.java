package io.cardswitch.core.engine;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.Effects;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.command.sbe.ReversalRequestDecoder;
import io.cardswitch.core.domain.MessageType;
import io.cardswitch.core.ledger.CardTable;
import io.cardswitch.core.ledger.Ledger;

/**
 * Undoes transactions. A reversal states what really happened, so it may come again, or in parts,
 * or before its original: the answer is always 00, and the effect is that no more than the
 * replacement amount remains of what the original did.
 */
final class ReversalHandler {
    private final Ledger ledger;
    private final TransactionWindow window;
    private final DecisionHash decisions;
    private long unmatchedCount;

    ReversalHandler(Ledger ledger, TransactionWindow window, DecisionHash decisions) {
        this.ledger = ledger;
        this.window = window;
        this.decisions = decisions;
    }

    void onRequest(ReversalRequestDecoder request, long sequence, long nowMs, Effects effects) {
        final ResultCode result = reverse(request, sequence, nowMs);
        check(effects.count() == 0, "a reversal has one answer");
        effects.addReply().edgeHandle(request.edgeHandle()).resultCode(result);
    }

    /** Reversals that found no original. */
    long unmatchedCount() {
        return unmatchedCount;
    }

    private ResultCode reverse(ReversalRequestDecoder request, long sequence, long nowMs) {
        if (!isReversible(request)) {
            decisions.fold(ResultCode.TRANSACTION_UNKNOWN.code(), 0, 0);
            return ResultCode.TRANSACTION_UNKNOWN;
        }
        int original = findByKeys(request);
        if (original == TransactionWindow.NONE) {
            original = findByReference(request);
            // Even when the reference leads to one, the transaction with the named key is void.
            voidKey(request.originalKeyHigh(), request.originalKeyLow(), sequence, nowMs);
            voidKey(request.authorizationKeyHigh(), request.authorizationKeyLow(), sequence, nowMs);
        }
        if (!isOriginal(original) || !isSameCard(original, request)) {
            unmatchedCount++;
            decisions.fold(ResultCode.APPROVED.code(), 0, 0);
            return ResultCode.APPROVED;
        }
        if (window.isParked(original)) {
            window.unpark(original, true); // Nothing has happened, and nothing will.
            decisions.fold(ResultCode.APPROVED.code(), 0, 0);
            return ResultCode.APPROVED;
        }
        final long remainingMinor = Math.max(0, request.replacementMinor());
        final int completion = completionOf(original);
        if (completion == TransactionWindow.NONE) return undo(original, remainingMinor);
        final ResultCode result = undo(completion, remainingMinor);
        if (result == ResultCode.APPROVED) {
            window.settledMinor(original, Math.min(remainingMinor, window.settledMinor(original)));
        }
        return result;
    }

    private static boolean isReversible(ReversalRequestDecoder request) {
        final int mti = request.mti();
        return MessageType.classOf(mti) == MessageType.REVERSAL
                && (MessageType.isRequest(mti) || MessageType.isAdvice(mti));
    }

    /** The original by its key; an orphan mark only when neither key has a decision. */
    private int findByKeys(ReversalRequestDecoder request) {
        final int first = window.find(request.originalKeyHigh(), request.originalKeyLow());
        if (isOriginal(first)) return first;
        final int second =
                window.find(request.authorizationKeyHigh(), request.authorizationKeyLow());
        if (isOriginal(second)) return second;
        return first != TransactionWindow.NONE ? first : second;
    }

    private boolean isOriginal(int row) {
        return row != TransactionWindow.NONE && !window.isOrphan(row);
    }

    /** A reversal without a card number is believed by its key; one of another card is not. */
    private boolean isSameCard(int original, ReversalRequestDecoder request) {
        final boolean hasCard = (request.tokenHigh() | request.tokenLow()) != 0;
        return !hasCard || window.isOfToken(original, request.tokenHigh(), request.tokenLow());
    }

    private int findByReference(ReversalRequestDecoder request) {
        final int card = ledger.cards().find(request.tokenHigh(), request.tokenLow());
        return card == CardTable.NONE
                ? TransactionWindow.NONE
                : window.findByReference(ledger.cards(), card, request);
    }

    /** A completed hold has become a posting: who reverses the authorization means that one. */
    private int completionOf(int original) {
        return window.effect(original) == MoneyEffect.HOLD
                        && !window.isUndone(original)
                        && !isHoldOpen(original)
                ? window.findCompletion(ledger.cards(), original)
                : TransactionWindow.NONE;
    }

    private boolean isHoldOpen(int original) {
        return ledger.isHoldOpen(window.hold(original), window.sequence(original));
    }

    private void voidKey(long keyHigh, long keyLow, long sequence, long nowMs) {
        if (window.find(keyHigh, keyLow) == TransactionWindow.NONE) {
            window.addOrphan(keyHigh, keyLow, sequence, nowMs);
        }
    }

    /**
     * Leaves at most {@code remainingMinor} of what the original did; the ledger's amount counts.
     */
    private ResultCode undo(int original, long remainingMinor) {
        check(remainingMinor >= 0, "what really happened is not negative");
        final MoneyEffect effect = window.effect(original);
        final long undoneMinor = window.settledMinor(original) - remainingMinor;
        final int card = window.card(original);
        final int account = card == CardTable.NONE ? CardTable.NONE : account(card);
        ResultCode result = ResultCode.APPROVED;
        if (effect != MoneyEffect.NONE && undoneMinor > 0) {
            result = apply(original, effect, account, undoneMinor);
            if (result == ResultCode.APPROVED) window.settledMinor(original, remainingMinor);
        }
        if (account == CardTable.NONE) {
            decisions.fold(result.code(), 0, 0);
        } else {
            decisions.fold(
                    result.code(),
                    ledger.accounts().ledgerMinor(account),
                    ledger.accounts().availableMinor(account));
        }
        return result;
    }

    private ResultCode apply(int original, MoneyEffect effect, int account, long undoneMinor) {
        check(undoneMinor > 0, "something is given back");
        check(undoneMinor <= window.settledMinor(original), "no more than was done");
        if (effect == MoneyEffect.HOLD) {
            lowerHold(original, undoneMinor);
            return ResultCode.APPROVED;
        }
        final long deltaMinor = -effect.sign() * undoneMinor;
        if (effect.isSuspense()) {
            final int currency = window.currency(original);
            if (!ledger.canPostSuspense(currency, deltaMinor)) return ResultCode.CAPACITY_EXCEEDED;
            ledger.postSuspense(currency, deltaMinor);
            return ResultCode.APPROVED;
        }
        check(account != CardTable.NONE, "what was posted has an account");
        if (!ledger.canPost(account, deltaMinor)) return ResultCode.CAPACITY_EXCEEDED;
        ledger.post(account, deltaMinor);
        return ResultCode.APPROVED;
    }

    /** A hold that has ended has nothing left to give back. */
    private void lowerHold(int original, long undoneMinor) {
        if (!isHoldOpen(original)) return;
        final int hold = window.hold(original);
        final long remainingMinor = window.settledMinor(original) - undoneMinor;
        if (remainingMinor > 0) {
            ledger.lowerHold(hold, remainingMinor);
        } else {
            ledger.releaseHold(hold);
        }
    }

    private int account(int card) {
        return ledger.cards().accountRow(card);
    }
}
