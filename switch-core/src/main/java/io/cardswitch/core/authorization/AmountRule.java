package io.cardswitch.core.authorization;

import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.domain.Amounts;
import io.cardswitch.core.domain.TransactionType;

/** There is an amount, unless the cardholder only asks. */
final class AmountRule implements AuthorizationRule {
    @Override
    public ResultCode evaluate(AuthorizationCase transaction) {
        return TransactionType.isInquiry(transaction.type())
                        || Amounts.isPayable(transaction.amountMinor())
                ? ResultCode.APPROVED
                : ResultCode.AMOUNT_INVALID;
    }
}
