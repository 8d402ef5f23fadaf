package io.cardswitch.core.cli.demo;

import io.cardswitch.core.config.CardRow;
import io.cardswitch.core.config.SwitchConfig;
import io.cardswitch.core.edge.security.ProductKeys;
import io.cardswitch.core.simulator.request.CardReading;
import io.cardswitch.core.simulator.request.SimulatedCard;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.simulator.terminal.TestIssuer;
import io.cardswitch.hsm.simulator.terminal.TestTerminal;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The cards that the terminals of one link present. Of ten cards whose product has keys four are
 * put in, three are swiped, both with a PIN, and three are typed; now and then a cardholder has
 * forgotten the PIN. All others are typed, and all without an HSM or in production.
 */
final class DemoCards {
    private static final int BLOCK = 10;
    private static final int CHIPS = 4;
    private static final int READ = 7;
    private static final int FORGETFUL_EVERY = 60;

    private final SwitchConfig config;
    private final HsmKey pinKey;
    private final boolean areRead;
    private final Map<Integer, TestIssuer> issuers = new HashMap<>();

    DemoCards(SwitchConfig config, int linkId) {
        this.config = config;
        this.pinKey =
                config.edge()
                        .security()
                        .map(security -> security.link(linkId).pinKey())
                        .orElse(null);
        this.areRead = config.hsm().isPresent() && pinKey != null && !config.node().isProduction();
    }

    /**
     * All cards, in the order of cards.csv.
     *
     * @param isAlwaysRead at a cash machine no card is typed
     */
    List<SimulatedCard> present(boolean isAlwaysRead) {
        final Map<String, Integer> currencies = new HashMap<>();
        config.cards().forEachAccount(row -> currencies.put(row.account(), row.currency()));
        final List<SimulatedCard> cards = new ArrayList<>();
        final int[] index = {0};
        config.cards()
                .forEachCard(row -> {
                    final int currency = currencies.get(row.account());
                    final boolean isReadable = isReadable(row);
                    final int place = isReadable ? index[0]++ % FORGETFUL_EVERY : 0;
                    cards.add(
                            new SimulatedCard(
                                    row.digits(),
                                    row.expiry(),
                                    currency,
                                    isReadable && (isAlwaysRead || place % BLOCK < READ)
                                            ? reading(row, currency, place)
                                            : null));
                });
        return cards;
    }

    private boolean isReadable(CardRow row) {
        return areRead && row.pvv() != CardRow.NO_PVV && issuerOf(row.productId()) != null;
    }

    private CardReading reading(CardRow row, int currency, int place) {
        final TestIssuer issuer = issuerOf(row.productId());
        final TestIssuer.Card card =
                new TestIssuer.Card(
                        row.digits().toString().getBytes(StandardCharsets.US_ASCII),
                        row.expiry(),
                        row.serviceCode(),
                        row.sequence(),
                        row.pvki());
        final boolean isChip = place % BLOCK < CHIPS;
        final byte[] typed = place == 0 ? TestIssuer.wrongPin() : TestIssuer.rightPin();
        return new CardReading(
                issuer.track2(card, isChip),
                new TestTerminal(pinKey).pinBlock(card.digits(), typed),
                isChip
                        ? (type, amountMinor) ->
                                issuer.chip(
                                        card,
                                        new TestIssuer.Purchase(
                                                amountMinor, currency, today(), type))
                        : null);
    }

    /** Null for a product whose keys are not all there. */
    private TestIssuer issuerOf(int productId) {
        final ProductKeys keys =
                config.edge().security().map(all -> all.product(productId)).orElseThrow();
        return keys.pvk() == null || keys.cvk() == null || keys.imk() == null
                ? null
                : issuers.computeIfAbsent(
                        productId, id -> new TestIssuer(keys.pvk(), keys.cvk(), keys.imk()));
    }

    /** YYMMDD. */
    private static int today() {
        final LocalDate date = LocalDate.now();
        return date.getYear() % 100 * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth();
    }
}
