package io.cardswitch.core.authorization;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.ResultCode;

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
