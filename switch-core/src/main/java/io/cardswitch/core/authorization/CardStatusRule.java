package io.cardswitch.core.authorization;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.ResultCode;

/** The card is active. */
final class CardStatusRule implements AuthorizationRule {
    @Override
    public ResultCode evaluate(AuthorizationCase transaction) {
        check(transaction.card() != AuthorizationCase.NONE, "asked after the card is known");
        return switch (transaction.ledger().cards().status(transaction.card())) {
            case ACTIVE -> ResultCode.APPROVED;
            case LOST -> ResultCode.CARD_LOST;
            case STOLEN -> ResultCode.CARD_STOLEN;
            case RESTRICTED -> ResultCode.CARD_RESTRICTED;
            case BLOCKED -> ResultCode.CARD_BLOCKED;
            case INACTIVE -> ResultCode.CARD_INACTIVE;
            case EXPIRED -> ResultCode.CARD_EXPIRED;
        };
    }
}
