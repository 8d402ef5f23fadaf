package io.cardswitch.core.authorization;

import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.domain.MessageType;
import io.cardswitch.core.domain.TransactionType;

/** The message and its type of transaction are ones this switch decides. */
final class KnownTransactionRule implements AuthorizationRule {
    @Override
    public ResultCode evaluate(AuthorizationCase transaction) {
        final int messageClass = MessageType.classOf(transaction.mti());
        final boolean isKnownClass =
                messageClass == MessageType.AUTHORIZATION || messageClass == MessageType.FINANCIAL;
        final boolean isKnownFunction =
                MessageType.isRequest(transaction.mti()) || transaction.isAdvice();
        return isKnownClass && isKnownFunction && TransactionType.isKnown(transaction.type())
                ? ResultCode.APPROVED
                : ResultCode.TRANSACTION_UNKNOWN;
    }
}
