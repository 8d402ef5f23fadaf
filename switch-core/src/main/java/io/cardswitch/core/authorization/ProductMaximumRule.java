package io.cardswitch.core.authorization;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.domain.TransactionType;

/** The amount is within what the product allows for one transaction. */
final class ProductMaximumRule implements AuthorizationRule {
    @Override
    public ResultCode evaluate(AuthorizationCase transaction) {
        check(transaction.product() != null, "asked after the product is known");
        if (TransactionType.isInquiry(transaction.type())) return ResultCode.APPROVED;
        final long maximumMinor = transaction.product().maximumMinor();
        return maximumMinor == 0 || transaction.amountMinor() <= maximumMinor
                ? ResultCode.APPROVED
                : ResultCode.AMOUNT_OVER_LIMIT;
    }
}
