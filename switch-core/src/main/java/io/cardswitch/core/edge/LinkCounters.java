package io.cardswitch.core.edge;

import io.cardswitch.core.edge.MessageTypeTable.Treatment;
import io.cardswitch.core.metrics.Counter;
import io.cardswitch.core.metrics.SwitchCounters;
import io.cardswitch.iso8583.codec.MessageSpec;

/** What one event loop counts of one link; its thread is the only writer. */
final class LinkCounters {
    /** Malformed messages answered with DE39 30. */
    final Counter malformedAnswered;

    /** Malformed messages that could not be answered. */
    final Counter malformedDropped;

    /** Answers, notifications and acknowledgements nobody asked for. */
    final Counter unsolicited;

    /** Requests refused without a command: unserved class, bad card number, node not accepting. */
    final Counter refused;

    /** Answers that carry an approval. */
    final Counter approved;

    /** Answers that carry a refusal decided by the engine. */
    final Counter declined;

    private final Counter transactions;
    private final Counter reversals;
    private final Counter networkRequests;
    private final SwitchCounters registry;
    private final String link;
    private final String loop;

    /** By element; each comes into being with its first breach, which few elements ever see. */
    private final Counter[] breaches = new Counter[MessageSpec.LAST_ELEMENT + 1];

    LinkCounters(SwitchCounters registry, String link, int loopIndex) {
        this.registry = registry;
        this.link = link;
        loop = Integer.toString(loopIndex);
        final String requests = "switch_requests_total";
        final String requestsHelp = "Requests that became commands.";
        transactions =
                registry.counter(
                        requests, requestsHelp, "link", link, "loop", loop, "kind", "transaction");
        reversals =
                registry.counter(
                        requests, requestsHelp, "link", link, "loop", loop, "kind", "reversal");
        networkRequests =
                registry.counter(
                        requests, requestsHelp, "link", link, "loop", loop, "kind", "network");
        final String responses = "switch_responses_total";
        final String responsesHelp = "Answers composed, by group of response code.";
        approved =
                registry.counter(
                        responses,
                        responsesHelp,
                        "link",
                        link,
                        "loop",
                        loop,
                        "rc_group",
                        "approved");
        declined =
                registry.counter(
                        responses,
                        responsesHelp,
                        "link",
                        link,
                        "loop",
                        loop,
                        "rc_group",
                        "declined");
        refused =
                registry.counter(
                        responses,
                        responsesHelp,
                        "link",
                        link,
                        "loop",
                        loop,
                        "rc_group",
                        "refused");
        malformedAnswered =
                registry.counter(
                        responses,
                        responsesHelp,
                        "link",
                        link,
                        "loop",
                        loop,
                        "rc_group",
                        "malformed");
        final String dropped = "switch_dropped_messages_total";
        final String droppedHelp = "Messages that got no answer.";
        malformedDropped =
                registry.counter(
                        dropped, droppedHelp, "link", link, "loop", loop, "reason", "malformed");
        unsolicited =
                registry.counter(
                        dropped, droppedHelp, "link", link, "loop", loop, "reason", "unsolicited");
    }

    /** Counts a request that became a command. */
    void onPublished(Treatment treatment) {
        switch (treatment) {
            case TRANSACTION -> transactions.increment();
            case REVERSAL -> reversals.increment();
            default -> networkRequests.increment();
        }
    }

    /** Counts a message whose element was missing or not allowed. */
    void onBreach(int element) {
        if (breaches[element] == null) {
            breaches[element] =
                    registry.counter(
                            "switch_rule_breaches_total",
                            "Messages that broke a rule of their link, by element.",
                            "link",
                            link,
                            "loop",
                            loop,
                            "element",
                            Integer.toString(element));
        }
        breaches[element].increment();
    }
}
