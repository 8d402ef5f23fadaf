package io.cardswitch.core.engine;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.authorization.AuthorizationCase;
import io.cardswitch.core.authorization.AuthorizationHandler;
import io.cardswitch.core.command.Effects;
import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.command.sbe.TransactionRequestDecoder;
import io.cardswitch.core.domain.MessageType;
import io.cardswitch.core.domain.TransactionType;
import io.cardswitch.core.ledger.Ledger;
import io.cardswitch.core.routing.ServingConfiguration;

import java.nio.ByteOrder;

/** Decides authorizations and financial messages, moves the money and remembers the answer. */
final class TransactionHandler {
    private static final long DEFAULT_HOLD_LIFETIME_MS = 7L * 24 * 3_600_000;
    private static final int APPROVAL_CODES = 1_000_000;
    private static final int APPROVAL_STRIDE = 387_420_489; // 3^18: visits all six-digit codes.

    private final Ledger ledger;
    private final TransactionWindow window;
    private final DecisionHash decisions;
    private final AuthorizationHandler authorization = new AuthorizationHandler();
    private final AuthorizationCase transaction;

    TransactionHandler(Ledger ledger, TransactionWindow window, DecisionHash decisions) {
        this.ledger = ledger;
        this.window = window;
        this.decisions = decisions;
        this.transaction = new AuthorizationCase(ledger);
    }

    void onRequest(
            TransactionRequestDecoder request,
            ServingConfiguration serving,
            long sequence,
            long nowMs,
            Effects effects) {
        final ReplyFlyweight reply = effects.addReply().edgeHandle(request.edgeHandle());
        final int earlier = window.find(request.keyHigh(), request.keyLow());
        if (earlier != TransactionWindow.NONE && !isNewFact(earlier, request)) {
            answerAgain(earlier, request, reply);
            return;
        }
        check(effects.count() == 1, "a request has one answer");
        if (earlier != TransactionWindow.NONE) window.forget(earlier);
        transaction.open(request, serving, nowMs);
        final ResultCode verdict = authorization.judge(transaction);
        decide(verdict, request, sequence, nowMs, reply);
    }

    /** An advice after the refusal of its own request says that it happened all the same. */
    private boolean isNewFact(int earlier, TransactionRequestDecoder request) {
        return MessageType.isAdvice(request.mti())
                && !window.isOrphan(earlier)
                && !window.isAdvice(earlier)
                && window.result(earlier) != ResultCode.APPROVED;
    }

    private void answerAgain(int row, TransactionRequestDecoder request, ReplyFlyweight reply) {
        final ResultCode result;
        if (window.isOrphan(row)) {
            // A reversed advice needs no correction: both facts together change nothing.
            final boolean isAdvice = MessageType.isAdvice(request.mti());
            result = isAdvice ? ResultCode.APPROVED : ResultCode.REVERSED_BEFORE_ARRIVAL;
            reply.resultCode(result);
        } else if (window.amountMinor(row) != request.amountMinor()
                || !window.isOfToken(row, request.tokenHigh(), request.tokenLow())) {
            result = ResultCode.DUPLICATE_DIFFERS;
            reply.resultCode(result);
        } else if (window.isUndone(row) && !MessageType.isAdvice(request.mti())) {
            // An approval with nothing posted would be goods for nothing.
            result = ResultCode.REVERSED_BEFORE_ARRIVAL;
            reply.resultCode(result);
        } else {
            result = window.result(row);
            answer(row, reply);
            reply.flags(reply.flags() | ReplyFlyweight.IS_REPEAT);
        }
        decisions.fold(result.code(), 0, 0);
    }

    private void decide(
            ResultCode verdict,
            TransactionRequestDecoder request,
            long sequence,
            long nowMs,
            ReplyFlyweight reply) {
        final int rrnAt = request.offset() + TransactionRequestDecoder.rrnEncodingOffset();
        final long rrnHead = Reference.head(request.buffer(), rrnAt);
        final int rrnTail = Reference.tail(request.buffer(), rrnAt);
        final MoneyEffect effect = effectOf(verdict, rrnHead, rrnTail);
        final boolean hasRoom = hasRoom(effect);
        final ResultCode result = hasRoom ? verdict : ResultCode.CAPACITY_EXCEEDED;

        final int row = window.addDecision(request.keyHigh(), request.keyLow(), sequence, nowMs);
        window.request(
                row,
                request.amountMinor(),
                request.tokenHigh(),
                request.tokenLow(),
                transaction.isAdvice());
        window.reference(row, request.linkId(), rrnHead, rrnTail, terminal(request));
        if (transaction.card() != AuthorizationCase.NONE) {
            window.chain(row, ledger.cards(), transaction.card());
        }
        window.currency(row, transaction.currency());
        check(
                verdict == ResultCode.APPROVED || effect == MoneyEffect.NONE,
                "a refusal moves no money");
        if (result == ResultCode.APPROVED) apply(effect, row, sequence, nowMs);
        window.answer(row, result, approvalCode(sequence), replyFlags(result));
        noteBalances(row, result);
        answer(row, reply);
    }

    private MoneyEffect effectOf(ResultCode verdict, long rrnHead, int rrnTail) {
        final int type = transaction.type();
        if (verdict != ResultCode.APPROVED || TransactionType.isInquiry(type)) {
            return MoneyEffect.NONE;
        }
        final boolean isDebit = TransactionType.isDebit(type);
        if (transaction.isAuthorization()) {
            final boolean canHold = isDebit && transaction.isAccountCurrency();
            final boolean isHeldAlready =
                    canHold
                            && transaction.isAdvice()
                            && findHold(rrnHead, rrnTail) != Ledger.NO_HOLD;
            return canHold && !isHeldAlready ? MoneyEffect.HOLD : MoneyEffect.NONE;
        }
        if (transaction.isAccountCurrency()) {
            return isDebit ? MoneyEffect.DEBIT : MoneyEffect.CREDIT;
        }
        check(transaction.isAdvice(), "only a statement of fact goes to suspense");
        return isDebit ? MoneyEffect.SUSPENSE_DEBIT : MoneyEffect.SUSPENSE_CREDIT;
    }

    private boolean hasRoom(MoneyEffect effect) {
        final long amountMinor = transaction.amountMinor();
        return switch (effect) {
            case NONE -> true;
            case HOLD -> ledger.canHold(transaction.account(), amountMinor);
            case DEBIT, CREDIT ->
                    ledger.canPost(transaction.account(), effect.sign() * amountMinor);
            case SUSPENSE_DEBIT, SUSPENSE_CREDIT ->
                    ledger.canPostSuspense(transaction.currency(), effect.sign() * amountMinor);
        };
    }

    private void apply(MoneyEffect effect, int row, long sequence, long nowMs) {
        final long amountMinor = transaction.amountMinor();
        final int account = transaction.account();
        int hold = Ledger.NO_HOLD;
        switch (effect) {
            case NONE -> {}
            case HOLD -> {
                hold = ledger.placeHold(account, amountMinor, nowMs + holdLifetimeMs(), sequence);
                ledger.referHold(hold, window.rrnHead(row), window.rrnTail(row));
            }
            case DEBIT, CREDIT -> {
                if (transaction.isAdvice() && effect == MoneyEffect.DEBIT) hold = complete(row);
                ledger.post(account, effect.sign() * amountMinor);
            }
            case SUSPENSE_DEBIT, SUSPENSE_CREDIT ->
                    ledger.postSuspense(transaction.currency(), effect.sign() * amountMinor);
        }
        check(
                transaction.isAdvice()
                        || effect == MoneyEffect.NONE
                        || effect == MoneyEffect.CREDIT
                        || ledger.accounts().availableMinor(account) >= 0,
                "an approved request never overdraws");
        final long settledMinor = effect == MoneyEffect.NONE ? 0 : amountMinor;
        check(effect != MoneyEffect.HOLD || hold != Ledger.NO_HOLD, "a hold has its row");
        window.effect(row, effect, settledMinor, hold);
    }

    /** The hold that a completion names by its DE37 ends, whatever the amount posted. */
    private int complete(int row) {
        final int hold = findHold(window.rrnHead(row), window.rrnTail(row));
        if (hold != Ledger.NO_HOLD) ledger.releaseHold(hold);
        return hold;
    }

    private int findHold(long rrnHead, int rrnTail) {
        return Reference.isGiven(rrnHead, rrnTail)
                ? ledger.findHold(transaction.account(), rrnHead, rrnTail)
                : Ledger.NO_HOLD;
    }

    private long holdLifetimeMs() {
        return transaction.product() == null
                ? DEFAULT_HOLD_LIFETIME_MS
                : transaction.product().holdLifetimeMs();
    }

    /** An advice carries the approval code of whoever approved; a request gets one from here. */
    private int replyFlags(ResultCode result) {
        if (result != ResultCode.APPROVED || transaction.isAdvice()) return 0;
        return TransactionType.isInquiry(transaction.type())
                ? ReplyFlyweight.HAS_APPROVAL_CODE | ReplyFlyweight.HAS_BALANCES
                : ReplyFlyweight.HAS_APPROVAL_CODE;
    }

    private void noteBalances(int row, ResultCode result) {
        final int account = transaction.account();
        if (account == AuthorizationCase.NONE) {
            decisions.fold(result.code(), 0, 0);
            return;
        }
        check(account < ledger.accounts().count(), "the account of a card is loaded");
        final long ledgerMinor = ledger.accounts().ledgerMinor(account);
        final long availableMinor = ledger.accounts().availableMinor(account);
        final int accountType = ledger.accounts().type(account).balanceType();
        window.balances(row, ledgerMinor, availableMinor, accountType);
        // The figures are in the account's currency; what is in suspense keeps its own.
        if (!window.effect(row).isSuspense()) {
            window.currency(row, ledger.accounts().currency(account));
        }
        decisions.fold(result.code(), ledgerMinor, availableMinor);
    }

    private void answer(int row, ReplyFlyweight reply) {
        reply.resultCode(window.result(row))
                .approvalCode(window.approvalCode(row))
                .flags(window.replyFlags(row))
                .ledgerMinor(window.ledgerMinor(row))
                .availableMinor(window.availableMinor(row))
                .currency(window.currency(row))
                .accountType(window.accountType(row));
    }

    private static int approvalCode(long sequence) {
        return (int) (sequence % APPROVAL_CODES * APPROVAL_STRIDE % APPROVAL_CODES);
    }

    private static long terminal(TransactionRequestDecoder request) {
        return request.buffer()
                .getLong(
                        request.offset() + TransactionRequestDecoder.terminalIdEncodingOffset(),
                        ByteOrder.LITTLE_ENDIAN);
    }
}
