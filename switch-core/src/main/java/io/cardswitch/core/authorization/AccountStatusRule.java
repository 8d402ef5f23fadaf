package io.cardswitch.core.authorization;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.ResultCode;

/** The account is active. */
final class AccountStatusRule implements AuthorizationRule {
    @Override
    public ResultCode evaluate(AuthorizationCase transaction) {
        check(transaction.account() != AuthorizationCase.NONE, "asked after the card is known");
        return switch (transaction.ledger().accounts().status(transaction.account())) {
            case ACTIVE -> ResultCode.APPROVED;
            case FROZEN -> ResultCode.ACCOUNT_FROZEN;
            case CLOSED -> ResultCode.ACCOUNT_CLOSED;
        };
    }
}
