package io.cardswitch.core.authorization;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.RequestEvidence;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.domain.CardCheck;
import io.cardswitch.core.domain.Channel;
import io.cardswitch.core.domain.Product;
import io.cardswitch.core.ledger.CardTable;

/**
 * Asks the rules in order of precedence: the first refusal answers. The order is written out, not
 * kept in an array, so that every rule is compiled into its place.
 */
public final class AuthorizationHandler {
    private final KnownTransactionRule knownTransaction = new KnownTransactionRule();
    private final RouteRule route = new RouteRule();
    private final CardKnownRule cardKnown = new CardKnownRule();
    private final CardStatusRule cardStatus = new CardStatusRule();
    private final CardExpiryRule cardExpiry = new CardExpiryRule();
    private final AccountStatusRule accountStatus = new AccountStatusRule();
    private final ProductTypeRule productType = new ProductTypeRule();
    private final ProductChannelRule productChannel = new ProductChannelRule();
    private final AmountRule amount = new AmountRule();
    private final CurrencyRule currency = new CurrencyRule();
    private final ProductMaximumRule productMaximum = new ProductMaximumRule();
    private final FundsRule funds = new FundsRule();

    /** The verdict on a request or an advice; nothing has changed after it. */
    public ResultCode judge(AuthorizationCase transaction) {
        final ResultCode verdict =
                transaction.isAdvice() ? judgeAdvice(transaction) : judgeRequest(transaction);
        check(verdict != null, "every case has a verdict");
        return verdict;
    }

    /**
     * What the books say about the PIN of a request that passed the rules: that it is missing, that
     * it was wrong too often, or that there is nothing to hold it against.
     */
    public ResultCode judgePin(AuthorizationCase transaction) {
        check(!transaction.isAdvice(), "the card of an advice is not checked");
        final Product product = transaction.product();
        if (product == null || CardCheck.pinOf(product.checks()) == 0) return ResultCode.APPROVED;
        if (!transaction.hasEvidence(RequestEvidence.PIN)) {
            return CardCheck.PIN_AT_ATM.isIn(product.checks())
                            && transaction.channel() == Channel.ATM
                    ? ResultCode.PIN_MISSING
                    : ResultCode.APPROVED;
        }
        final CardTable cards = transaction.ledger().cards();
        if (cards.pinTries(transaction.card()) >= product.pinTries()) {
            return ResultCode.PIN_TRIES_EXCEEDED;
        }
        return cards.pvv(transaction.card()) == CardTable.NO_PVV
                ? ResultCode.PIN_UNVERIFIABLE
                : ResultCode.APPROVED;
    }

    private ResultCode judgeRequest(AuthorizationCase transaction) {
        ResultCode verdict = knownTransaction.evaluate(transaction);
        if (verdict == ResultCode.APPROVED) verdict = route.evaluate(transaction);
        if (verdict == ResultCode.APPROVED) verdict = cardKnown.evaluate(transaction);
        if (verdict == ResultCode.APPROVED) verdict = cardStatus.evaluate(transaction);
        if (verdict == ResultCode.APPROVED) verdict = cardExpiry.evaluate(transaction);
        if (verdict == ResultCode.APPROVED) verdict = accountStatus.evaluate(transaction);
        if (verdict == ResultCode.APPROVED) verdict = productType.evaluate(transaction);
        if (verdict == ResultCode.APPROVED) verdict = productChannel.evaluate(transaction);
        if (verdict == ResultCode.APPROVED) verdict = amount.evaluate(transaction);
        if (verdict == ResultCode.APPROVED) verdict = currency.evaluate(transaction);
        if (verdict == ResultCode.APPROVED) verdict = productMaximum.evaluate(transaction);
        if (verdict == ResultCode.APPROVED) verdict = funds.evaluate(transaction);
        return verdict;
    }

    /** An advice states what has happened: it is refused only when it states nothing. */
    private ResultCode judgeAdvice(AuthorizationCase transaction) {
        ResultCode verdict = knownTransaction.evaluate(transaction);
        if (verdict == ResultCode.APPROVED) verdict = route.evaluate(transaction);
        if (verdict == ResultCode.APPROVED) verdict = amount.evaluate(transaction);
        return verdict;
    }
}
