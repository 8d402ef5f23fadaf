package io.cardswitch.core.admin;

import io.cardswitch.core.ledger.AccountView;

import java.time.Instant;

/** One account with its holds as JSON. */
final class AccountPage {
    private AccountPage() {}

    /** The account, or null when there is none with this identification. */
    static String of(NodeView node, String id) {
        final AccountView view = new AccountView();
        final boolean[] isFound = new boolean[1];
        node.read(engine -> isFound[0] = engine.findAccount(id, view));
        if (!isFound[0]) {
            return null;
        }
        return new Json()
                .text("account", id)
                .text("currency", String.format("%03d", view.currency()))
                .text("type", view.type().name().toLowerCase(java.util.Locale.ROOT))
                .text("status", view.status().name().toLowerCase(java.util.Locale.ROOT))
                .number("ledger_minor", view.ledgerMinor())
                .number("available_minor", view.availableMinor())
                .number("credit_limit_minor", view.creditLimitMinor())
                .raw("holds", holds(view))
                .toString();
    }

    private static String holds(AccountView view) {
        final StringBuilder holds = new StringBuilder("[");
        for (int i = 0; i < view.holdCount(); i++) {
            holds.append(i == 0 ? "" : ",")
                    .append(
                            new Json()
                                    .number("amount_minor", view.holdAmountMinor(i))
                                    .text("rrn", view.holdRrn(i))
                                    .text(
                                            "expires",
                                            Instant.ofEpochMilli(view.holdExpiryMs(i)).toString()));
        }
        return holds.append(']').toString();
    }
}
