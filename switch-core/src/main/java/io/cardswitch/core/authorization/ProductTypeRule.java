package io.cardswitch.core.authorization;

import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.domain.Product;

/** The product allows this type of transaction. */
final class ProductTypeRule implements AuthorizationRule {
    @Override
    public ResultCode evaluate(AuthorizationCase transaction) {
        final Product product = transaction.product();
        return product != null && product.allowsType(transaction.type())
                ? ResultCode.APPROVED
                : ResultCode.TYPE_NOT_ALLOWED;
    }
}
