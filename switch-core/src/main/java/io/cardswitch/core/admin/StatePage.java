package io.cardswitch.core.admin;

import io.cardswitch.core.engine.SwitchStateMachine;

/** Where the engine stands, for comparing nodes, replays and live state. */
final class StatePage {
    private static final int CURRENCY_LIMIT = 1000;

    private StatePage() {}

    /**
     * The state as JSON.
     *
     * @param isWalk adds state hash and postings sums; walks all tables while the switch waits
     */
    static String of(NodeView node, boolean isWalk) {
        final Json json = new Json();
        node.read(engine -> read(engine, json, isWalk));
        return json.number("durable_sequence", node.durableSequence()).toString();
    }

    private static void read(SwitchStateMachine engine, Json json, boolean isWalk) {
        json.number("last_sequence", engine.lastSequence())
                .text("decision_hash", hex(engine.decisionHash()))
                .text("content_hash", hex(engine.contentHash()))
                .number("accounts", engine.accountCount())
                .number("cards", engine.cardCount())
                .number("holds", engine.holdCount());
        if (isWalk) {
            json.text("state_hash", hex(engine.stateHash()))
                    .raw("postings_sum_minor", sums(engine))
                    .raw("conserved", Boolean.toString(engine.isConserved()));
        }
    }

    /** Sum of the postings of every currency in use: zero, each of them. */
    private static String sums(SwitchStateMachine engine) {
        final Json json = new Json();
        for (int currency = 1; currency < CURRENCY_LIMIT; currency++) {
            if (engine.isCurrencyUsed(currency)) {
                json.number(String.format("%03d", currency), engine.postingsSumMinor(currency));
            }
        }
        return json.toString();
    }

    private static String hex(long hash) {
        return String.format("%016x", hash);
    }
}
