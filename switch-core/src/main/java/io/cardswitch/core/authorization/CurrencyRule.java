package io.cardswitch.core.authorization;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.domain.TransactionType;

/** The currency is that of the account. */
final class CurrencyRule implements AuthorizationRule {
    @Override
    public ResultCode evaluate(AuthorizationCase transaction) {
        check(transaction.account() != AuthorizationCase.NONE, "asked after the card is known");
        return TransactionType.isInquiry(transaction.type()) || transaction.isAccountCurrency()
                ? ResultCode.APPROVED
                : ResultCode.CURRENCY_DIFFERS;
    }
}
