package io.cardswitch.core.engine;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.authorization.AuthorizationCase;
import io.cardswitch.core.authorization.AuthorizationHandler;
import io.cardswitch.core.command.CardCheckFlyweight;
import io.cardswitch.core.command.CheckOutcome;
import io.cardswitch.core.command.Effects;
import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.command.sbe.TransactionRequestDecoder;
import io.cardswitch.core.domain.CardCheck;
import io.cardswitch.core.domain.MessageType;
import io.cardswitch.core.domain.TransactionType;
import io.cardswitch.core.ledger.CardTable;
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
    private final ParkedTable parked;
    private final long cardCheckMs;

    /**
     * @param parked takes requests that wait for a card check
     * @param cardCheckMs how long they wait
     */
    TransactionHandler(
            Ledger ledger,
            TransactionWindow window,
            DecisionHash decisions,
            ParkedTable parked,
            long cardCheckMs) {
        this.ledger = ledger;
        this.window = window;
        this.decisions = decisions;
        this.transaction = new AuthorizationCase(ledger);
        this.parked = parked;
        this.cardCheckMs = cardCheckMs;
    }

    void onRequest(
            TransactionRequestDecoder request,
            ServingConfiguration serving,
            long sequence,
            long nowMs,
            Effects effects) {
        final int earlier = window.find(request.keyHigh(), request.keyLow());
        if (earlier != TransactionWindow.NONE && !isNewFact(earlier, request)) {
            answerAgain(earlier, request, effects.addReply().edgeHandle(request.edgeHandle()));
            return;
        }
        if (earlier != TransactionWindow.NONE) window.forget(earlier);
        transaction.open(request, serving, nowMs);
        ResultCode verdict = authorization.judge(transaction);
        final int checks;
        if (verdict == ResultCode.APPROVED && transaction.isChecked()) {
            verdict = authorization.judgePin(transaction);
            checks = verdict == ResultCode.APPROVED ? transaction.dueChecks() : 0;
        } else {
            checks = translation(verdict);
        }
        if (checks != 0) {
            if (!parked.isFull()) {
                park(request, checks, sequence, nowMs, effects);
                return;
            }
            verdict = ResultCode.CAPACITY_EXCEEDED;
        }
        final int row = window.addDecision(request.keyHigh(), request.keyLow(), sequence, nowMs);
        remember(row, request);
        decide(row, verdict, nowMs, effects.addReply().edgeHandle(request.edgeHandle()));
        check(effects.count() == 1, "a request has one answer");
    }

    /** The PIN of another issuer's card is made ready for it before the request could leave. */
    private int translation(ResultCode verdict) {
        return verdict == ResultCode.ISSUER_UNAVAILABLE && transaction.pinIssuer() != 0
                ? CardCheck.PIN_TRANSLATION.bit()
                : 0;
    }

    /** Nothing moves until the security module has spoken. */
    private void park(
            TransactionRequestDecoder request,
            int checks,
            long sequence,
            long nowMs,
            Effects effects) {
        remember(window.addParked(request.keyHigh(), request.keyLow(), sequence, nowMs), request);
        parked.add(request, checks, sequence, nowMs + cardCheckMs);
        final CardCheckFlyweight wanted =
                effects.addCardCheck()
                        .edgeHandle(request.edgeHandle())
                        .sequence(sequence)
                        .checks(checks);
        if (CardCheck.PIN_TRANSLATION.isIn(checks)) {
            wanted.productId(transaction.pinIssuer());
            decisions.fold(ResultCode.CHECK_IN_PROGRESS.code(), checks, transaction.pinIssuer());
            return;
        }
        final CardTable cards = ledger.cards();
        final int card = transaction.card();
        check(card != AuthorizationCase.NONE, "only known cards are checked");
        wanted.productId(cards.product(card)).pvv(cards.pvv(card)).pvki(cards.pvki(card));
        decisions.fold(ResultCode.CHECK_IN_PROGRESS.code(), checks, cards.pinTries(card));
    }

    /**
     * Decides a parked request, by the books as they are now. Who took its key meanwhile, a
     * reversal or an advice, has decided already.
     */
    void resume(
            int waiting,
            CheckOutcome outcome,
            ServingConfiguration serving,
            long nowMs,
            Effects effects) {
        final TransactionRequestDecoder request = parked.request(waiting);
        final ReplyFlyweight reply = effects.addReply().edgeHandle(request.edgeHandle());
        transaction.open(request, serving, nowMs);
        if (CardCheck.pinOf(parked.checks(waiting)) != 0) countPin(outcome);
        final int row = window.find(request.keyHigh(), request.keyLow());
        if (row == TransactionWindow.NONE) { // Pushed out by those who came behind.
            reply.resultCode(ResultCode.CAPACITY_EXCEEDED);
            decisions.fold(ResultCode.CAPACITY_EXCEEDED.code(), 0, 0);
        } else if (window.isParked(row) && window.sequence(row) == parked.sequence(waiting)) {
            window.unpark(row, false);
            decide(row, judgeAgain(parked.checks(waiting), outcome), nowMs, reply);
        } else if (outcome != CheckOutcome.PASSED && !window.isOrphan(row)) {
            // The advice stands as it states; the cardholder has proven nothing.
            reply.resultCode(outcome.resultCode());
            decisions.fold(outcome.resultCode().code(), 0, 0);
        } else {
            answerAgain(row, request, reply);
        }
        parked.remove(waiting);
    }

    private ResultCode judgeAgain(int checks, CheckOutcome outcome) {
        ResultCode verdict = authorization.judge(transaction);
        if (CardCheck.PIN_TRANSLATION.isIn(checks)) {
            if (outcome != CheckOutcome.PASSED) return outcome.resultCode();
            // Its PIN is ready, for an issuer; should the route lead here now, nobody verified it.
            return verdict == ResultCode.APPROVED ? ResultCode.ISSUER_UNAVAILABLE : verdict;
        }
        if (verdict == ResultCode.APPROVED) verdict = authorization.judgePin(transaction);
        return verdict == ResultCode.APPROVED ? outcome.resultCode() : verdict;
    }

    /** A right PIN clears the count, unless it came too late; a reversal never does. */
    private void countPin(CheckOutcome outcome) {
        final CardTable cards = ledger.cards();
        final int card = transaction.card();
        check(card != AuthorizationCase.NONE, "cards are never removed");
        final int tries = cards.pinTries(card);
        if (outcome == CheckOutcome.PIN_WRONG) {
            cards.pinTries(card, Math.min(tries + 1, CardTable.MAX_PIN_TRIES));
        } else if (outcome == CheckOutcome.PASSED
                && transaction.product() != null
                && tries < transaction.product().pinTries()) {
            cards.pinTries(card, 0);
        }
    }

    /** An advice after the refusal of its own request says that it happened all the same. */
    private boolean isNewFact(int earlier, TransactionRequestDecoder request) {
        return MessageType.isAdvice(request.mti())
                && !window.isOrphan(earlier)
                && !window.isAdvice(earlier)
                && (window.isParked(earlier) || window.result(earlier) != ResultCode.APPROVED);
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
        } else if (window.isParked(row)) {
            result = ResultCode.CHECK_IN_PROGRESS;
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

    private void remember(int row, TransactionRequestDecoder request) {
        final int rrnAt = request.offset() + TransactionRequestDecoder.rrnEncodingOffset();
        window.request(
                row,
                request.amountMinor(),
                request.tokenHigh(),
                request.tokenLow(),
                transaction.isAdvice());
        window.reference(
                row,
                request.linkId(),
                Reference.head(request.buffer(), rrnAt),
                Reference.tail(request.buffer(), rrnAt),
                terminal(request));
        if (transaction.card() != AuthorizationCase.NONE) {
            window.chain(row, ledger.cards(), transaction.card());
        }
        window.currency(row, transaction.currency());
    }

    private void decide(int row, ResultCode verdict, long nowMs, ReplyFlyweight reply) {
        final MoneyEffect effect = effectOf(verdict, window.rrnHead(row), window.rrnTail(row));
        final ResultCode result = hasRoom(effect) ? verdict : ResultCode.CAPACITY_EXCEEDED;
        check(
                verdict == ResultCode.APPROVED || effect == MoneyEffect.NONE,
                "a refusal moves no money");
        if (result == ResultCode.APPROVED) apply(effect, row, nowMs);
        window.answer(row, result, approvalCode(window.sequence(row)), replyFlags(result));
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

    private void apply(MoneyEffect effect, int row, long nowMs) {
        final long amountMinor = transaction.amountMinor();
        final int account = transaction.account();
        int hold = Ledger.NO_HOLD;
        switch (effect) {
            case NONE -> {}
            case HOLD -> {
                final long endMs = nowMs + holdLifetimeMs();
                hold = ledger.placeHold(account, amountMinor, endMs, window.sequence(row));
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

    /** All is read, then all is written: the compiler keeps nothing of a row across a write. */
    private void answer(int row, ReplyFlyweight reply) {
        final ResultCode result = window.result(row);
        final int approvalCode = window.approvalCode(row);
        final int flags = window.replyFlags(row);
        final long ledgerMinor = window.ledgerMinor(row);
        final long availableMinor = window.availableMinor(row);
        final int currency = window.currency(row);
        final int accountType = window.accountType(row);
        reply.resultCode(result)
                .approvalCode(approvalCode)
                .flags(flags)
                .ledgerMinor(ledgerMinor)
                .availableMinor(availableMinor)
                .currency(currency)
                .accountType(accountType);
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
