package io.cardswitch.core.authorization;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.ResultCode;

/** The product may be used on this channel. */
final class ProductChannelRule implements AuthorizationRule {
    @Override
    public ResultCode evaluate(AuthorizationCase transaction) {
        check(transaction.product() != null, "asked after the product is known");
        return transaction.channel().isIn(transaction.product().channels())
                ? ResultCode.APPROVED
                : ResultCode.CHANNEL_NOT_ALLOWED;
    }
}
