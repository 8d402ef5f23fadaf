package io.cardswitch.core.edge;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.CommandIngress;
import io.cardswitch.core.metrics.SwitchCounters;
import io.cardswitch.iso8583.codec.MessageDecoder;

import java.util.function.BooleanSupplier;

/**
 * The edge of one event loop: its in-flight table, an adapter for each link, one composer. All of
 * it is used by that event loop's thread alone.
 */
public final class EdgeLoop {
    private final RequestAdapter[] adapters;
    private final ReplyComposer composer;

    /**
     * @param loopIndex number of the event loop, 0-255
     * @param tokenKey {@link PanTokenizer#KEY_BYTES} secret bytes, the same on every loop
     * @param ingress takes the commands of this event loop
     * @param accepting false while new transactions are refused with DE39 96 because the node could
     *     not keep them; reversals and network messages go on
     */
    public EdgeLoop(
            int loopIndex,
            EdgeConfig config,
            byte[] tokenKey,
            CommandIngress ingress,
            BooleanSupplier accepting,
            SwitchCounters registry) {
        final String loop = Integer.toString(loopIndex);
        final InFlightTable inFlight =
                new InFlightTable(
                        loopIndex,
                        config.slots(),
                        config.reservedSlots(),
                        config.frameBytes(),
                        MessageDecoder.MAX_INDEX_LENGTH);
        final PanTokenizer tokenizer = new PanTokenizer(tokenKey, config.cardCacheEntries());
        int ids = 0;
        for (final LinkConfig link : config.links()) {
            ids = Math.max(ids, link.id() + 1);
        }
        adapters = new RequestAdapter[ids];
        final ReplyComposer.Link[] answering = new ReplyComposer.Link[ids];
        for (final LinkConfig link : config.links()) {
            check(adapters[link.id()] == null, "link ids differ");
            final LinkCounters counters = new LinkCounters(registry, link.name(), loopIndex);
            adapters[link.id()] =
                    new RequestAdapter(link, counters, inFlight, tokenizer, ingress, accepting);
            answering[link.id()] =
                    new ReplyComposer.Link(
                            new MessageDecoder(link.spec()),
                            new AnswerEncoder(link.spec(), link.echoesPrivateUse()),
                            link.header(),
                            counters);
        }
        composer =
                new ReplyComposer(
                        inFlight,
                        answering,
                        registry.counter(
                                "switch_unmatched_responses_total",
                                "Decisions whose request no longer waits.",
                                "loop",
                                loop));
        registry.gauge(
                "switch_pending_requests",
                "Requests that wait for their decision.",
                inFlight::size,
                "loop",
                loop);
    }

    /** Takes the messages of that link's sessions. */
    public RequestAdapter adapter(int linkId) {
        return adapters[linkId];
    }

    /** Composes the answers of all sessions of this event loop. */
    public ReplyComposer composer() {
        return composer;
    }
}
