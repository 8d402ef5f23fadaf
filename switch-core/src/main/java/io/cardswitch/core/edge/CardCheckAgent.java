package io.cardswitch.core.edge;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.CardCheckFlyweight;
import io.cardswitch.core.command.CheckOutcome;
import io.cardswitch.core.command.CommandIngress;
import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.sbe.CardCheckResultEncoder;
import io.cardswitch.core.command.sbe.MessageHeaderEncoder;
import io.cardswitch.core.domain.CardCheck;
import io.cardswitch.core.edge.issuer.IssuerEgress;
import io.cardswitch.core.edge.issuer.PinTranslation;
import io.cardswitch.core.edge.security.CardChecker;
import io.cardswitch.core.edge.security.CheckTable;
import io.cardswitch.core.edge.security.CryptogramCheck;
import io.cardswitch.core.edge.security.HsmExchange;
import io.cardswitch.core.edge.security.LinkKeyBook;
import io.cardswitch.core.edge.security.SecurityConfig;
import io.cardswitch.core.metrics.Counter;
import io.cardswitch.core.metrics.SwitchCounters;
import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmResult;

import org.agrona.collections.LongArrayQueue;

import java.util.List;
import java.util.Locale;

/**
 * Has the HSM check the cards that the engine asks about, one host command after the other, the
 * first failure ends it; says the outcome to the engine. A request that ended meanwhile, by its
 * deadline, ends its check, too. Lives on the event loop that owns the in-flight table.
 */
final class CardCheckAgent {
    private final InFlightTable inFlight;
    private final ReplyComposer composer;
    private final CommandIngress ingress;
    private final CardChecker checker;
    private final CheckTable table;
    private final HsmExchange hsm;
    private final int timeoutMs;
    private final Counter[] outcomes = new Counter[CheckOutcome.values().length];

    /** By link: many of them say that only one side has changed its key. */
    private final Counter[] unopened;

    private final LongArrayQueue results = new LongArrayQueue(Long.MIN_VALUE); // Of handles.
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final CardCheckResultEncoder result = new CardCheckResultEncoder();
    private final HsmExchange.CompletionHandler completions = this::onCompletion;
    private boolean hasNewResults;

    CardCheckAgent(
            int loopIndex,
            InFlightTable inFlight,
            ReplyComposer composer,
            CommandIngress ingress,
            Security security,
            SwitchCounters registry) {
        this.inFlight = inFlight;
        this.composer = composer;
        this.ingress = ingress;
        this.checker =
                new CardChecker(
                        security.config(),
                        security.keys(),
                        new PinTranslation(
                                security.config().issuers(),
                                security.issuers(),
                                Integer.toString(loopIndex),
                                registry),
                        new CryptogramCheck(loopIndex, registry));
        this.table = security.table();
        this.timeoutMs = security.config().timeoutMs();
        this.hsm = security.hsm();
        final String loop = Integer.toString(loopIndex);
        for (final CheckOutcome outcome : CheckOutcome.values()) {
            outcomes[outcome.code()] =
                    registry.counter(
                            "switch_card_checks_total",
                            "Card checks by outcome.",
                            "loop",
                            loop,
                            "outcome",
                            outcome.name().toLowerCase(Locale.ROOT));
        }
        int ids = 0;
        for (final LinkConfig link : security.links()) {
            ids = Math.max(ids, link.id() + 1);
        }
        unopened = new Counter[ids];
        for (final LinkConfig link : security.links()) {
            unopened[link.id()] =
                    registry.counter(
                            "switch_pin_blocks_unopened_total",
                            "PIN blocks that did not open, or whose key is of no use.",
                            "link",
                            link.name(),
                            "loop",
                            loop);
        }
    }

    /**
     * What checking takes.
     *
     * @param hsm as this event loop sees it
     * @param keys of all links
     * @param table of this event loop
     * @param issuers takes PINs for others
     * @param links of the requests
     */
    record Security(
            SecurityConfig config,
            HsmExchange hsm,
            LinkKeyBook keys,
            CheckTable table,
            IssuerEgress issuers,
            List<LinkConfig> links) {}

    /** Starts a check. */
    void onCardCheck(CardCheckFlyweight wanted, long nowMs) {
        final int slot = inFlight.slotOf(wanted.edgeHandle());
        if (slot != InFlightTable.NONE) {
            table.begin(slot, wanted, nowMs + timeoutMs);
            ask(slot, wanted.edgeHandle(), nowMs);
        }
    }

    private void ask(int slot, long handle, long nowMs) {
        final CardCheck kind = CardChecker.first(table.check(slot).checks());
        final CheckOutcome known =
                checker.ask(
                        kind,
                        composer.restore(slot),
                        inFlight.linkId(slot),
                        table,
                        slot,
                        hsm.request());
        if (known != null) {
            end(slot, handle, known);
            return;
        }
        final HsmResult sent = hsm.send(slot, handle, table.deadlineMs(slot) - nowMs, completions);
        if (sent != HsmResult.OK) {
            end(slot, handle, CardChecker.notSent(sent));
        }
    }

    private void onCompletion(
            int slot, long handle, HsmResult status, HsmAnswer answer, long nowMs) {
        if (inFlight.slotOf(handle) == InFlightTable.NONE || !table.isOf(slot, handle)) {
            return; // The request ended meanwhile.
        }
        final CardCheckFlyweight wanted = table.check(slot);
        final CardCheck kind = CardChecker.first(wanted.checks());
        final CheckOutcome outcome = checker.verdict(kind, status, answer, table, slot);
        if (checker.triesPreviousKey(outcome, inFlight.linkId(slot), table, slot)) {
            ask(slot, handle, nowMs);
            return;
        }
        final int left = wanted.checks() & ~kind.bit();
        if (outcome != CheckOutcome.PASSED || left == 0) {
            end(slot, handle, outcome);
        } else {
            wanted.checks(left);
            ask(slot, handle, nowMs);
        }
    }

    private void end(int slot, long handle, CheckOutcome outcome) {
        outcomes[outcome.code()].increment();
        if (outcome == CheckOutcome.PIN_BLOCK_INVALID || outcome == CheckOutcome.PIN_KEY_INVALID) {
            unopened[inFlight.linkId(slot)].increment();
        }
        table.outcome(slot, outcome.code());
        results.addLong(handle);
        hasNewResults = true;
    }

    /** Whether outcomes came to be told since {@link #work} ran. */
    boolean hasNewResults() {
        return hasNewResults;
    }

    /**
     * Tells outcomes as long as there is room.
     *
     * @return whether commands were published
     */
    boolean work(long nowMs) {
        hasNewResults = false;
        boolean hasTold = false;
        while (!results.isEmpty() && tell(results.peekLong(), nowMs)) {
            results.pollLong();
            hasTold = true;
        }
        return hasTold;
    }

    /** False when there is no room: the outcome is told later. */
    private boolean tell(long handle, long nowMs) {
        final int slot = inFlight.slotOf(handle);
        if (slot == InFlightTable.NONE) {
            return true;
        }
        if (!ingress.tryClaim(true)) {
            return false;
        }
        check(table.isOf(slot, handle), "an outcome belongs to its request");
        result.wrapAndApplyHeader(ingress.buffer(), ingress.offset(), header)
                .timeMs(nowMs)
                .edgeHandle(handle)
                .requestSequence(table.check(slot).sequence())
                .outcome((short) table.outcome(slot));
        ingress.publish(Commands.HEADER_LENGTH + CardCheckResultEncoder.BLOCK_LENGTH);
        return true;
    }
}
