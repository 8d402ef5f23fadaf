package io.cardswitch.core.authorization;

import io.cardswitch.core.command.ResultCode;

/** The card is authorized here. */
final class RouteRule implements AuthorizationRule {
    @Override
    public ResultCode evaluate(AuthorizationCase transaction) {
        return switch (transaction
                .configuration()
                .routes()
                .destination(transaction.request().bin())) {
            case ON_US -> ResultCode.APPROVED;
            case ISSUER -> ResultCode.ISSUER_UNAVAILABLE; // No issuer link carries requests yet.
            case NONE -> ResultCode.NO_ROUTE;
        };
    }
}
