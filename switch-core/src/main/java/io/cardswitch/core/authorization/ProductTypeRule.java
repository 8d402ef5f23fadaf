package io.cardswitch.core.authorization;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.domain.Product;

/** The product allows this type of transaction. */
final class ProductTypeRule implements AuthorizationRule {
    @Override
    public ResultCode evaluate(AuthorizationCase transaction) {
        check(transaction.card() != AuthorizationCase.NONE, "asked after the card is known");
        final Product product = transaction.product();
        return product != null && product.allowsType(transaction.type())
                ? ResultCode.APPROVED
                : ResultCode.TYPE_NOT_ALLOWED;
    }
}
