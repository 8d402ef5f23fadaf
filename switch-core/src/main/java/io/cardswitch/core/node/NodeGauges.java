package io.cardswitch.core.node;

import io.cardswitch.core.config.SwitchConfig;
import io.cardswitch.core.engine.SwitchStateMachine;
import io.cardswitch.core.journal.Journal;
import io.cardswitch.core.metrics.SwitchCounters;

import java.util.function.ToLongFunction;

/** Metrics of the node as a whole. */
final class NodeGauges {
    private NodeGauges() {}

    static void register(SwitchCounters counters, SwitchConfig config, Journal journal) {
        counters.gauge(
                "switch_build_info",
                "Version and durability mode.",
                () -> 1,
                "version",
                BuildIdentity.text(),
                "durability_mode",
                config.node().journal().durability().label(),
                "pipeline",
                config.node().pipeline().layout().label());
        counters.gauge(
                "switch_journal_last_index",
                "Last sequence appended to the journal.",
                journal::appendedSequence);
        counters.gauge(
                "switch_journal_durable_index",
                "Last sequence as durable as the mode promises.",
                journal::durableSequence);
        counters.gauge(
                "switch_journal_has_space",
                "1 above the free-space floor; 0: new requests are refused.",
                () -> journal.hasSpace() ? 1 : 0);
    }

    /** What the engine counts, read between two of its batches. */
    static void register(SwitchCounters counters, SwitchNode node) {
        engine(
                counters,
                node,
                "switch_duplicate_window_size",
                "Transactions remembered for repeats and reversals.",
                SwitchStateMachine::windowSize);
        engine(
                counters,
                node,
                "switch_duplicate_window_evicted_total",
                "Transactions that left the window.",
                SwitchStateMachine::evictedCount);
        engine(
                counters,
                node,
                "switch_duplicate_window_evicted_early_total",
                "Of them, younger than duplicate_hours: duplicate_window is too small.",
                SwitchStateMachine::evictedEarlyCount);
        engine(
                counters,
                node,
                "switch_unmatched_reversals_total",
                "Reversals whose original was not found.",
                SwitchStateMachine::unmatchedReversalCount);
        engine(
                counters,
                node,
                "switch_card_checks_waiting",
                "Requests that wait for their card check.",
                SwitchStateMachine::waitingCheckCount);
        engine(
                counters,
                node,
                "switch_unmatched_card_checks_total",
                "Results of card checks that nobody waited for.",
                SwitchStateMachine::unmatchedCheckCount);
    }

    private static void engine(
            SwitchCounters counters,
            SwitchNode node,
            String name,
            String help,
            ToLongFunction<SwitchStateMachine> figure) {
        counters.gauge(
                name,
                help,
                () -> {
                    final long[] value = new long[1];
                    node.read(engine -> value[0] = figure.applyAsLong(engine));
                    return value[0];
                });
    }
}
