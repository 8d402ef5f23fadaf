package io.cardswitch.core.edge;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.CardCheckFlyweight;
import io.cardswitch.core.command.CommandIngress;
import io.cardswitch.core.command.ReplyEgress;
import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.edge.exchange.KeyExchangeAgent;
import io.cardswitch.core.edge.issuer.IssuerEgress;
import io.cardswitch.core.edge.security.CheckTable;
import io.cardswitch.core.edge.security.EvidenceReader;
import io.cardswitch.core.edge.security.HsmExchange;
import io.cardswitch.core.edge.security.LinkKeyBook;
import io.cardswitch.core.edge.security.LinkKeyRing;
import io.cardswitch.core.metrics.DurationBook;
import io.cardswitch.core.metrics.SwitchCounters;
import io.cardswitch.hsm.HsmClient;
import io.cardswitch.iso8583.codec.MessageDecoder;

import org.agrona.DirectBuffer;

import java.util.function.BooleanSupplier;

/**
 * The edge of one event loop: its in-flight table, an adapter for each link, one composer. All of
 * it is used by that event loop's thread alone.
 */
public final class EdgeLoop {
    private static final int LONGEST_COMMAND = 1024; // Of those that hold no message.

    private final RequestAdapter[] adapters;
    private final ReplyComposer composer;
    private final CardCheckAgent cardChecks;
    private final KeyExchangeAgent exchanges;

    /** Null when no link's messages have MACs. */
    private final MacAgent macs;

    private final HsmExchange hsm;
    private final InFlightTable inFlight;
    private final DurationBook durations = new DurationBook(System::nanoTime);

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
        this(
                loopIndex,
                config,
                tokenKey,
                new Ports(ingress, accepting, null, null, IssuerEgress.NOWHERE),
                registry);
    }

    /**
     * What an event loop's edge is connected to.
     *
     * @param ingress takes the commands of this event loop
     * @param accepting as above
     * @param hsm way of this event loop to the HSMs; null without
     * @param keys of all links, the same on every loop; null without an HSM
     * @param issuers takes what goes to other issuers
     */
    public record Ports(
            CommandIngress ingress,
            BooleanSupplier accepting,
            HsmClient hsm,
            LinkKeyBook keys,
            IssuerEgress issuers) {}

    /** Takes answers that waited for the HSM. */
    @FunctionalInterface
    public interface AnswerSink {
        /**
         * One answer is ready to be sent; the bytes are valid only during the call.
         *
         * @param sessionId connection that sent the request, which may be gone
         */
        void onAnswer(long sessionId, DirectBuffer answer, int offset, int length);
    }

    /**
     * An edge that may have an HSM.
     *
     * @param loopIndex number of the event loop, 0-255
     * @param tokenKey {@link PanTokenizer#KEY_BYTES} secret bytes, the same on every loop
     */
    public EdgeLoop(
            int loopIndex,
            EdgeConfig config,
            byte[] tokenKey,
            Ports ports,
            SwitchCounters registry) {
        final String loop = Integer.toString(loopIndex);
        inFlight =
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
        final boolean hasHsm = ports.hsm() != null && config.security().isPresent();
        final CheckTable checks = hasHsm ? new CheckTable(config.slots()) : null;
        hsm = hasHsm ? newExchange(loopIndex, config, ports.hsm(), registry) : null;
        exchanges = newExchanges(loopIndex, config, ports, registry);
        final RequestAdapter.Shared shared =
                new RequestAdapter.Shared(inFlight, ports.ingress(), ports.accepting(), exchanges);
        adapters = new RequestAdapter[ids];
        final ReplyComposer.Link[] answering = new ReplyComposer.Link[ids];
        for (final LinkConfig link : config.links()) {
            check(adapters[link.id()] == null, "link ids differ");
            final LinkCounters counters = new LinkCounters(registry, link.name(), loopIndex);
            adapters[link.id()] =
                    new RequestAdapter(
                            link,
                            counters,
                            new CommandEncoder(
                                    link.id(),
                                    link.spec(),
                                    tokenizer,
                                    hasHsm ? new EvidenceReader() : null),
                            shared);
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
                        checks,
                        durations,
                        registry.counter(
                                "switch_unmatched_responses_total",
                                "Decisions whose request no longer waits.",
                                "loop",
                                loop));
        cardChecks = newCardChecks(loopIndex, inFlight, checks, config, ports, registry);
        macs = hasHsm ? newMacs(config, inFlight, ports.keys(), registry, loop) : null;
        registry.gauge(
                "switch_pending_requests",
                "Requests that wait for their decision.",
                inFlight::size,
                "loop",
                loop);
    }

    private KeyExchangeAgent newExchanges(
            int loopIndex, EdgeConfig config, Ports ports, SwitchCounters registry) {
        return hsm != null && ports.keys().isAnyExchanged()
                ? new KeyExchangeAgent(
                        loopIndex,
                        ports.ingress(),
                        hsm,
                        ports.keys(),
                        config.security().orElseThrow().timeoutMs(),
                        registry)
                : null;
    }

    private static HsmExchange newExchange(
            int loopIndex, EdgeConfig config, HsmClient client, SwitchCounters registry) {
        return new HsmExchange(
                client,
                loopIndex,
                config.slots(),
                LONGEST_COMMAND + config.frameBytes(),
                registry.counter(
                        "switch_hsm_late_answers_total",
                        "Answers of an HSM to requests that went on without it.",
                        "loop",
                        Integer.toString(loopIndex)),
                registry.counter(
                        "switch_hsm_refused_total",
                        "Commands for which there was no room among those that wait.",
                        "loop",
                        Integer.toString(loopIndex)));
    }

    private MacAgent newMacs(
            EdgeConfig config,
            InFlightTable inFlight,
            LinkKeyBook keys,
            SwitchCounters registry,
            String loop) {
        MacAgent agent = null;
        for (final LinkConfig link : config.links()) {
            final LinkKeyRing ring = keys.ring(link.id());
            if (ring.configured().macFormat() != null) {
                if (agent == null) {
                    final int timeoutMs = config.security().orElseThrow().timeoutMs();
                    agent = new MacAgent(inFlight, composer, hsm, timeoutMs, adapters.length);
                }
                agent.add(adapters[link.id()], ring, registry, loop);
            }
        }
        return agent;
    }

    private CardCheckAgent newCardChecks(
            int loopIndex,
            InFlightTable inFlight,
            CheckTable checks,
            EdgeConfig config,
            Ports ports,
            SwitchCounters registry) {
        if (hsm == null) {
            return null;
        }
        final CardCheckAgent.Security security =
                new CardCheckAgent.Security(
                        config.security().orElseThrow(),
                        hsm,
                        ports.keys(),
                        checks,
                        ports.issuers(),
                        config.links());
        return new CardCheckAgent(
                loopIndex, inFlight, composer, ports.ingress(), security, registry);
    }

    /** Takes the messages of that link's sessions. */
    public RequestAdapter adapter(int linkId) {
        return adapters[linkId];
    }

    /** Composes the answers of all sessions of this event loop. */
    public ReplyComposer composer() {
        return composer;
    }

    /** Tells when the frames that come now were received, by {@link System#nanoTime}. */
    public void receivedNs(long nowNs) {
        inFlight.receivedNs(nowNs);
    }

    /** Requests that wait for their decision; of monitoring, not exact from other threads. */
    public int pendingRequests() {
        return inFlight.size();
    }

    /** Tells where answers go that waited for the HSM; before the first message. */
    public void attach(AnswerSink answers) {
        if (macs != null) {
            macs.attach(answers);
        }
    }

    /**
     * Takes a reply whose answer is to have a MAC: the answer comes to the sink when the HSM has
     * made it, or not at all.
     *
     * @return false when the answer is to have none: to be composed now
     */
    public boolean holdsAnswer(ReplyFlyweight reply) {
        return macs != null && macs.take(reply);
    }

    /** Starts the check of a card that the engine asked for. */
    public void onCardCheck(CardCheckFlyweight wanted, long nowMs) {
        check(cardChecks != null, "no product asks for a check without an HSM");
        cardChecks.onCardCheck(wanted, nowMs);
    }

    /**
     * Ends a batch: what the HSM is asked leaves now, and of what was read nothing stays but what
     * waits for its answer.
     *
     * @return whether {@link #work} has something to tell the engine already
     */
    public boolean endBatch() {
        for (final RequestAdapter adapter : adapters) {
            if (adapter != null) {
                adapter.wipe();
            }
        }
        composer.wipe();
        durations.endBatch();
        if (hsm == null) {
            return false;
        }
        hsm.flush();
        return cardChecks.hasNewResults() || exchanges != null && exchanges.hasNewResults();
    }

    /** Whether a link's key is being changed: then {@link #onReply} wants all answers. */
    public boolean isChangingKeys() {
        return exchanges != null && exchanges.isBusy();
    }

    /** Takes note of an answer that left for its session. */
    public void onReply(ReplyFlyweight reply, long nowMs) {
        exchanges.onReply(reply, nowMs);
    }

    /**
     * Takes answers of the HSM.
     *
     * @param answers takes what is answered without the engine
     * @return whether commands were published: the stages have something to do
     */
    public boolean work(long nowMs, ReplyEgress answers) {
        if (hsm == null) {
            return false;
        }
        hsm.poll(nowMs);
        boolean hasPublished = macs != null && macs.work(nowMs);
        hasPublished |= exchanges != null && exchanges.work(nowMs, answers);
        return cardChecks.work(nowMs) || hasPublished;
    }
}
