package io.cardswitch.core.authorization;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.domain.TransactionType;

/** The cardholder can pay. */
final class FundsRule implements AuthorizationRule {
    @Override
    public ResultCode evaluate(AuthorizationCase transaction) {
        check(transaction.account() != AuthorizationCase.NONE, "asked after the card is known");
        if (!TransactionType.isDebit(transaction.type())) return ResultCode.APPROVED;
        final long availableMinor =
                transaction.ledger().accounts().availableMinor(transaction.account());
        return transaction.amountMinor() <= availableMinor
                ? ResultCode.APPROVED
                : ResultCode.FUNDS_INSUFFICIENT;
    }
}
