package io.cardswitch.core.edge;

import io.cardswitch.core.edge.MessageTypeTable.Treatment;
import io.cardswitch.core.metrics.Counter;
import io.cardswitch.core.metrics.Histogram;
import io.cardswitch.core.metrics.SwitchCounters;
import io.cardswitch.iso8583.ResponseCode;
import io.cardswitch.iso8583.codec.MessageSpec;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What one event loop counts of one link; its thread is the only writer. */
final class LinkCounters {
    /** Malformed messages answered with DE39 30. */
    final Counter malformedAnswered;

    /** Malformed messages that could not be answered. */
    final Counter malformedDropped;

    /** Answers, notifications and acknowledgements nobody asked for. */
    final Counter unsolicited;

    /** Answers that carry an approval. */
    final Counter approved;

    private static final String[] CLASSES = {
        null, "authorization", "financial", null, "reversal", null, null, null, "network"
    };

    private final Counter refused;
    private final Counter declined;
    private final Counter transactions;
    private final Counter reversals;
    private final Counter networkRequests;
    private final SwitchCounters registry;
    private final String link;
    private final String loop;

    private final Histogram[] durations = new Histogram[CLASSES.length];

    /** Each comes into being with the first answer that gives this reason. */
    private final Map<ResponseCode, Counter> reasons = new EnumMap<>(ResponseCode.class);

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
        registerDurations();
    }

    private void registerDurations() {
        for (int i = 0; i < CLASSES.length; i++) {
            if (CLASSES[i] != null) {
                durations[i] =
                        registry.histogram(
                                "switch_request_duration_seconds",
                                "From the last byte received to the answer handed to the socket.",
                                Histogram.ofDurations(),
                                "link",
                                link,
                                "loop",
                                loop,
                                "mti_class",
                                CLASSES[i],
                                "path",
                                "onus");
            }
        }
    }

    /** How long requests of a class take; null for refusals without a command, class 0. */
    Histogram duration(int messageClass) {
        return durations[messageClass];
    }

    /** Counts an answer that carries a refusal decided by the engine. */
    void onDeclined(ResponseCode reason) {
        declined.increment();
        count(reason);
    }

    /**
     * Counts a request refused without a command: unserved class, bad card number, node not
     * accepting.
     */
    void onRefused(ResponseCode reason) {
        refused.increment();
        count(reason);
    }

    private void count(ResponseCode reason) {
        Counter counter = reasons.get(reason);
        if (counter == null) {
            counter =
                    registry.counter(
                            "switch_refusals_total",
                            "Answers that refuse, by reason.",
                            "link",
                            link,
                            "loop",
                            loop,
                            "reason",
                            reason.name().toLowerCase(Locale.ROOT));
            reasons.put(reason, counter);
        }
        counter.increment();
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
