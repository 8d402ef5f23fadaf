package io.cardswitch.core.config;

import io.cardswitch.core.config.keys.SecurityReader;
import io.cardswitch.core.domain.Amounts;
import io.cardswitch.core.domain.CardCheck;
import io.cardswitch.core.domain.Channel;
import io.cardswitch.core.domain.Product;
import io.cardswitch.core.domain.RouteDestination;
import io.cardswitch.core.domain.TransactionType;
import io.cardswitch.iso8583.yaml.YamlNode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads routing.yaml, products.yaml and institutions.yaml. */
final class BusinessReader {
    private static final int BIN_DIGITS = 8;
    private static final int USUAL_PIN_TRIES = 3;
    private static final long HOUR_MS = 3_600_000;
    private static final Pattern BINS = Pattern.compile("([0-9]{1,8})(?:-([0-9]{1,8}))?");
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");
    private static final Map<String, int[]> TYPES =
            new TreeMap<>(
                    Map.of(
                            "purchase", new int[] {TransactionType.PURCHASE},
                            "cash", new int[] {TransactionType.CASH},
                            "cashback", new int[] {TransactionType.CASHBACK},
                            "refund", new int[] {TransactionType.REFUND},
                            "deposit", new int[] {TransactionType.DEPOSIT},
                            "balance",
                                    new int[] {
                                        TransactionType.BALANCE, TransactionType.BALANCE_INQUIRY
                                    }));

    private BusinessReader() {}

    /**
     * Reads routing.yaml.
     *
     * @param issuers numbers of the issuers of institutions.yaml by name, 0 for those without a PIN
     *     key
     */
    static List<RouteConfig> readRoutes(YamlNode root, Map<String, Integer> issuers) {
        final List<RouteConfig> routes = new ArrayList<>();
        for (final YamlNode rule : root.items("rules")) {
            final YamlNode to = rule.require("to");
            final RouteDestination destination = destinationOf(to, issuers);
            final int issuer =
                    destination == RouteDestination.ISSUER ? issuers.getOrDefault(to.text(), 0) : 0;
            for (final YamlNode bins : rule.items("bins")) {
                final var range = BINS.matcher(bins.text());
                if (!range.matches()) {
                    bins.problem(
                            "\"" + bins.text() + "\" is no BIN range",
                            "write 4761 or 476100-476199, up to eight digits");
                    continue;
                }
                final String last = range.group(2) == null ? range.group(1) : range.group(2);
                final int low = padded(range.group(1), '0');
                final int high = padded(last, '9');
                if (low > high) {
                    bins.problem(
                            "BIN range " + bins.text() + " ends before it starts",
                            "write the lower end first");
                    continue;
                }
                routes.add(new RouteConfig(low, high, destination, issuer));
            }
            rule.rejectUnknownKeys();
        }
        root.rejectUnknownKeys();
        return routes;
    }

    private static int padded(String digits, char filler) {
        return Integer.parseInt(
                digits + String.valueOf(filler).repeat(BIN_DIGITS - digits.length()));
    }

    private static RouteDestination destinationOf(YamlNode node, Map<String, Integer> issuers) {
        if (!node.isPresent() || node.text().equals("on-us")) {
            return RouteDestination.ON_US;
        }
        if (!issuers.containsKey(node.text())) {
            node.problem(
                    node.text() + " is not an issuer of institutions.yaml",
                    "use on-us or the name of an institution whose role is issuer or both");
        }
        return RouteDestination.ISSUER;
    }

    static List<ProductConfig> readProducts(YamlNode root, SecurityReader security) {
        final List<ProductConfig> products = new ArrayList<>();
        final Set<Object> seen = new HashSet<>();
        for (final YamlNode node : root.items("products")) {
            final String name = node.text("name");
            final int id = (int) node.number("id", 1, Product.ID_LIMIT - 1);
            if (!seen.add(name) || !seen.add(id)) {
                node.problem(
                        "product " + name + " or its id " + id + " stands twice", "rename one");
            }
            long low = 0;
            long high = 0;
            for (final YamlNode type : node.items("transactions")) {
                for (final int code : TYPES.get(type.choice(TYPES.keySet()))) {
                    low |= code < Long.SIZE ? 1L << code : 0;
                    high |= code < Long.SIZE ? 0 : 1L << code - Long.SIZE;
                }
            }
            int channels = 0;
            for (final YamlNode channel : node.items("channels")) {
                channels |= 1 << channelOf(channel).code();
            }
            final long maximumMinor = node.number("maximum_minor", 0, Amounts.MAX_AMOUNT_MINOR, 0);
            final long holdMs =
                    HOUR_MS
                            * node.number(
                                    "hold_hours", 1, Product.MAX_HOLD_LIFETIME_MS / HOUR_MS, 168);
            security.readProduct(node, id);
            final int checks = security.readChecks(node, id);
            final int pinTries =
                    CardCheck.pinOf(checks) == 0
                            ? 0
                            : (int) node.number("pin_tries", 1, 9, USUAL_PIN_TRIES);
            node.rejectUnknownKeys();
            products.add(
                    new ProductConfig(
                            name,
                            new Product(
                                    id,
                                    low,
                                    high,
                                    maximumMinor,
                                    holdMs,
                                    channels,
                                    checks,
                                    pinTries)));
        }
        root.rejectUnknownKeys();
        return products;
    }

    private static Channel channelOf(YamlNode node) {
        final String name =
                node.choice(Arrays.stream(Channel.values()).map(CardFiles::nameOf).toList());
        for (final Channel channel : Channel.values()) {
            if (CardFiles.nameOf(channel).equals(name)) {
                return channel;
            }
        }
        throw new AssertionError(name);
    }

    /** Reads institutions.yaml: numbers of issuers by name, 0 for those without a PIN key. */
    static Map<String, Integer> readIssuers(YamlNode root, SecurityReader security) {
        final Set<String> seen = new HashSet<>();
        final Map<String, Integer> issuers = new TreeMap<>();
        int number = 0;
        for (final YamlNode node : root.items("institutions")) {
            final String role = node.choice("role", List.of("acquirer", "issuer", "both"));
            final long id = node.number("id", 0, 99_999_999_999L);
            if (!seen.add(role + id)) {
                node.problem(role + " " + id + " stands twice", "remove one");
            }
            final String name = node.text("name");
            number++;
            if (!role.equals("acquirer")) {
                final boolean hasPinKey = security.readIssuer(node, name, number);
                if (issuers.putIfAbsent(name, hasPinKey ? number : 0) != null) {
                    node.problem("issuer " + name + " stands twice", "rename one");
                }
            }
            final int currency = (int) node.number("settlement_currency", 1, 999);
            if (node.has("settlement_currency") && !CardFiles.isCurrency(currency)) {
                node.get("settlement_currency")
                        .problem(
                                "currency " + currency + " is unknown",
                                "use an ISO 4217 numeric code");
            }
            final String cutover = node.text("cutover", "00:00");
            if (!TIME.matcher(cutover).matches()) {
                node.get("cutover").problem("\"" + cutover + "\" is no time", "write \"23:00\"");
            }
            node.rejectUnknownKeys();
        }
        root.rejectUnknownKeys();
        return issuers;
    }
}
