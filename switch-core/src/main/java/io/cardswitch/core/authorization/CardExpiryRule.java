package io.cardswitch.core.authorization;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.ResultCode;

/** The card is valid through the last day of its month, and DE14 agrees with the file. */
final class CardExpiryRule implements AuthorizationRule {
    @Override
    public ResultCode evaluate(AuthorizationCase transaction) {
        check(transaction.card() != AuthorizationCase.NONE, "asked after the card is known");
        final int onFile = transaction.ledger().cards().expiry(transaction.card());
        if (onFile < transaction.currentMonth()) return ResultCode.CARD_EXPIRED;
        final int presented = transaction.request().expiry();
        return presented == 0 || presented == onFile
                ? ResultCode.APPROVED
                : ResultCode.EXPIRY_DIFFERS;
    }
}
