package io.cardswitch.core.authorization;

import io.cardswitch.core.command.ResultCode;

/** The product may be used on this channel. */
final class ProductChannelRule implements AuthorizationRule {
    @Override
    public ResultCode evaluate(AuthorizationCase transaction) {
        return transaction.channel().isIn(transaction.product().channels())
                ? ResultCode.APPROVED
                : ResultCode.CHANNEL_NOT_ALLOWED;
    }
}
