package io.cardswitch.core.authorization;

import io.cardswitch.core.command.ResultCode;

/** The card is one of ours. */
final class CardKnownRule implements AuthorizationRule {
    @Override
    public ResultCode evaluate(AuthorizationCase transaction) {
        return transaction.card() == AuthorizationCase.NONE
                ? ResultCode.CARD_UNKNOWN
                : ResultCode.APPROVED;
    }
}
