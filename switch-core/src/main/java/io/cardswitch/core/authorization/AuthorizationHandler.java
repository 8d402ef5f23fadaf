package io.cardswitch.core.authorization;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.ResultCode;

/** Asks the rules in order of precedence: the first refusal answers. */
public final class AuthorizationHandler {
    private final AuthorizationRule[] requestRules = {
        new KnownTransactionRule(),
        new RouteRule(),
        new CardKnownRule(),
        new CardStatusRule(),
        new CardExpiryRule(),
        new AccountStatusRule(),
        new ProductTypeRule(),
        new ProductChannelRule(),
        new AmountRule(),
        new CurrencyRule(),
        new ProductMaximumRule(),
        new FundsRule(),
    };

    /** An advice states what has happened: it is refused only when it states nothing. */
    private final AuthorizationRule[] adviceRules = {
        new KnownTransactionRule(), new RouteRule(), new AmountRule(),
    };

    /** The verdict on a request or an advice; nothing has changed after it. */
    public ResultCode judge(AuthorizationCase transaction) {
        for (final AuthorizationRule rule : transaction.isAdvice() ? adviceRules : requestRules) {
            final ResultCode verdict = rule.evaluate(transaction);
            check(verdict != null, "every rule has a verdict");
            if (verdict != ResultCode.APPROVED) return verdict;
        }
        return ResultCode.APPROVED;
    }
}
