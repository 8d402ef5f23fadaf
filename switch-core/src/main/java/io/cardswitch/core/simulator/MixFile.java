package io.cardswitch.core.simulator;

import io.cardswitch.core.config.CardFiles;
import io.cardswitch.core.config.CsvReader;
import io.cardswitch.core.simulator.request.LoadMix;
import io.cardswitch.core.simulator.request.ResponseCodes;
import io.cardswitch.core.simulator.request.SimulatedCard;
import io.cardswitch.core.simulator.request.TransactionKind;
import io.cardswitch.iso8583.yaml.Problems;
import io.cardswitch.iso8583.yaml.YamlNode;
import io.cardswitch.iso8583.yaml.YamlReader;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a mix: what simulated terminals send.
 *
 * <pre>
 * cards: cards.csv              # relative to this file; accounts.csv beside it tells currencies
 * weights: {purchase: 90, balance: 5, reversal: 3, repeat: 2}
 * amounts: {smallest_minor: 100, largest_minor: 20000}
 * acquirer: 100001              # DE32
 * expect: ["00", "51"]          # other values of DE39 are counted as unexpected
 * </pre>
 */
public final class MixFile {
    /** Most cards that one generator presents: each has a frame in memory for each kind. */
    public static final int MAXIMUM_CARDS = 100_000;

    private static final int MAXIMUM_WEIGHT = 1_000;
    private static final int MAXIMUM_ACQUIRER = 999_999;
    private static final long MAXIMUM_MINOR = 999_999_999_999L;
    private static final String ACTIVE = "active";

    private MixFile() {}

    /** The mix of a file; null, with every problem named, when the file has any. */
    public static LoadMix read(Path file, Problems problems) {
        final YamlNode root = YamlReader.read(file, problems);
        final String cardsFile = root.text("cards");
        final Map<TransactionKind, Integer> weights = weights(root.require("weights"));
        final YamlNode amounts = root.get("amounts");
        final long smallest =
                amounts.number("smallest_minor", 1, MAXIMUM_MINOR, LoadMix.SMALLEST_MINOR);
        final long largest =
                amounts.number("largest_minor", smallest, MAXIMUM_MINOR, LoadMix.LARGEST_MINOR);
        amounts.rejectUnknownKeys();
        final long acquirer = root.number("acquirer", 1, MAXIMUM_ACQUIRER, LoadMix.ACQUIRER);
        final Set<String> expected = expected(root.get("expect"));
        root.rejectUnknownKeys();
        if (!problems.isEmpty()) {
            return null;
        }
        final List<SimulatedCard> cards =
                activeCards(file.resolveSibling(cardsFile).normalize(), problems);
        return problems.isEmpty()
                ? new LoadMix(cards, weights, smallest, largest, (int) acquirer, expected)
                : null;
    }

    /**
     * The cards of a file that a purchase should succeed with: card and account active, not
     * expired; empty only with a problem.
     */
    public static List<SimulatedCard> activeCards(Path cardsCsv, Problems problems) {
        final Map<String, Integer> currencies = new HashMap<>();
        final Path accountsCsv = cardsCsv.resolveSibling("accounts.csv");
        new CsvReader(accountsCsv, CardFiles.ACCOUNT_COLUMNS, problems)
                .forEach(row -> {
                    if (row.text("status").equals(ACTIVE)) {
                        currencies.put(row.text("account"), (int) row.number("currency", 1, 999));
                    }
                });
        final YearMonth month = YearMonth.now(ZoneOffset.UTC);
        final int thisMonth = month.getYear() % 100 * 100 + month.getMonthValue();
        final List<SimulatedCard> cards = new ArrayList<>();
        new CsvReader(cardsCsv, CardFiles.CARD_COLUMNS, problems)
                .forEach(row -> {
                    final Integer currency = currencies.get(row.text("account"));
                    final int expiry = (int) row.number("expiry", 1, 9912);
                    final boolean isGood = row.text("status").equals(ACTIVE) && expiry >= thisMonth;
                    if (currency != null && isGood && cards.size() < MAXIMUM_CARDS) {
                        cards.add(new SimulatedCard(row.text("pan"), expiry, currency));
                    }
                });
        if (cards.isEmpty() && problems.isEmpty()) {
            problems.add(
                    cardsCsv.toString(), 1, "no card can be used", "add a card that is active");
        }
        return cards;
    }

    private static Map<TransactionKind, Integer> weights(YamlNode node) {
        final Map<TransactionKind, Integer> weights = new EnumMap<>(TransactionKind.class);
        boolean hasStart = false;
        for (final TransactionKind kind : TransactionKind.values()) {
            final int weight = (int) node.number(kind.label(), 0, MAXIMUM_WEIGHT, 0);
            if (weight > 0) {
                weights.put(kind, weight);
                hasStart |= kind.isStart();
            }
        }
        node.rejectUnknownKeys();
        if (node.isPresent() && !hasStart) {
            node.problem(
                    "nothing for a reversal or a repeat to follow",
                    "give purchase, cash, balance or authorization a weight");
        }
        return weights;
    }

    private static Set<String> expected(YamlNode node) {
        if (!node.isPresent()) {
            return LoadMix.CARDHOLDER_ANSWERS;
        }
        final Set<String> expected = new TreeSet<>();
        for (final YamlNode item : node.items()) {
            final String code = item.text();
            if (ResponseCodes.isCode(code)) {
                expected.add(code);
            } else {
                item.problem("\"" + code + "\" is no DE39", "write two capital letters or digits");
            }
        }
        return expected;
    }

    /** Where the cards of the demonstration stand: in the distribution, else below this folder. */
    public static Path demoCards() {
        final String home = System.getProperty("cardswitch.home");
        final Path inFolder = Path.of("config", "demo", "cards.csv");
        final Path inHome = home == null ? inFolder : Path.of(home).resolve(inFolder);
        return Files.exists(inHome) ? inHome : inFolder;
    }
}
