package io.cardswitch.core.admin;

import io.cardswitch.core.engine.SwitchStateMachine;

/** Where the engine stands, for comparing nodes, replays and live state. */
final class StatePage {
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
                    .raw("postings_sum_minor", PostingsSums.of(engine))
                    .raw("conserved", Boolean.toString(engine.isConserved()));
        }
    }

    private static String hex(long hash) {
        return String.format("%016x", hash);
    }
}
