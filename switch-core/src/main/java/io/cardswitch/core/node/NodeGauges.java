package io.cardswitch.core.node;

import io.cardswitch.core.config.SwitchConfig;
import io.cardswitch.core.journal.Journal;
import io.cardswitch.core.metrics.SwitchCounters;

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
}
