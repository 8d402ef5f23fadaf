package io.cardswitch.core.authorization;

import io.cardswitch.core.command.ResultCode;

/** One reason to decline. Decides from the case alone and changes nothing but what it resolves. */
interface AuthorizationRule {
    /** {@link ResultCode#APPROVED} when this rule has nothing against the transaction. */
    ResultCode evaluate(AuthorizationCase transaction);
}
