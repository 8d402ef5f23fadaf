package io.cardswitch.core.authorization;

import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.domain.TransactionType;

/** The currency is that of the account. */
final class CurrencyRule implements AuthorizationRule {
    @Override
    public ResultCode evaluate(AuthorizationCase transaction) {
        return TransactionType.isInquiry(transaction.type()) || transaction.isAccountCurrency()
                ? ResultCode.APPROVED
                : ResultCode.CURRENCY_DIFFERS;
    }
}
