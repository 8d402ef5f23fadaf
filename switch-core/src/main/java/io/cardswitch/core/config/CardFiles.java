package io.cardswitch.core.config;

import io.cardswitch.core.domain.AccountStatus;
import io.cardswitch.core.domain.AccountType;
import io.cardswitch.core.domain.Amounts;
import io.cardswitch.core.domain.CardStatus;
import io.cardswitch.core.engine.EngineConfig;
import io.cardswitch.iso8583.Luhn;
import io.cardswitch.iso8583.yaml.Problems;

import org.agrona.collections.LongHashSet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/** accounts.csv and cards.csv of a configuration directory, read row by row each time. */
public final class CardFiles {
    /** First line of accounts.csv. */
    public static final List<String> ACCOUNT_COLUMNS =
            List.of("account", "currency", "type", "ledger_minor", "credit_limit_minor", "status");

    /** First line of cards.csv. */
    public static final List<String> CARD_COLUMNS =
            List.of(
                    "pan",
                    "expiry",
                    "sequence",
                    "product",
                    "account",
                    "status",
                    "service_code",
                    "pvki",
                    "pvv");

    private static final Pattern ACCOUNT = Pattern.compile("[!-+\\--~]{1,28}");
    private static final Pattern EXPIRY = Pattern.compile("[0-9]{2}(0[1-9]|1[0-2])");
    private static final int MIN_DIGITS = 12;
    private static final int MAX_DIGITS = 19;
    private static final Set<Integer> CURRENCIES =
            Currency.getAvailableCurrencies().stream()
                    .map(Currency::getNumericCode)
                    .collect(Collectors.toUnmodifiableSet());

    private final Path directory;
    private final Map<String, Integer> productIds;

    /**
     * The files of one directory.
     *
     * @param productIds ids by product name
     */
    CardFiles(Path directory, Map<String, Integer> productIds) {
        this.directory = directory;
        this.productIds = Map.copyOf(productIds);
    }

    /** True when ISO 4217 knows this numeric code. */
    static boolean isCurrency(int code) {
        return code > 0 && CURRENCIES.contains(code);
    }

    /** All accounts in the order of the file, which has been checked before. */
    public void forEachAccount(Consumer<AccountRow> handler) {
        final Problems problems = new Problems();
        accounts(problems).forEach(row -> handler.accept(accountOf(row)));
        rejectChange(problems);
    }

    /** All cards in the order of the file, which has been checked before. */
    public void forEachCard(Consumer<CardRow> handler) {
        final Problems problems = new Problems();
        cards(problems).forEach(row -> handler.accept(cardOf(row)));
        rejectChange(problems);
    }

    /** CRC32C over both files: tells later starts whether they are what was loaded. */
    public int contentHash() {
        final CRC32C hash = new CRC32C();
        final byte[] block = new byte[64 * 1024];
        for (final String name : List.of("accounts.csv", "cards.csv")) {
            try (InputStream in = Files.newInputStream(directory.resolve(name))) {
                for (int length = in.read(block); length > 0; length = in.read(block)) {
                    hash.update(block, 0, length);
                }
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return (int) hash.getValue();
    }

    /**
     * Records everything that is wrong in both files. Cards are held against products and accounts
     * only where those had no problem: else each card would seem to lack one.
     */
    void check(EngineConfig limits, boolean areProductsKnown, Problems problems) {
        final int before = problems.count();
        final Set<String> known = new HashSet<>();
        final CsvReader accounts = accounts(problems);
        accounts.forEach(row -> {
            final AccountRow account = accountOf(row);
            if (!known.add(account.account())) {
                row.problem("account " + row.shown("account") + " stands twice", "remove one");
            }
            if (known.size() == limits.maxAccounts() + 1) {
                row.problem(
                        "more than " + limits.maxAccounts() + " accounts",
                        "raise limits.accounts in switch.yaml");
            }
        });
        final boolean areAccountsKnown = problems.count() == before;
        final LongHashSet numbers = new LongHashSet();
        cards(problems)
                .forEach(row -> {
                    checkCard(row, numbers);
                    if (areAccountsKnown && !known.contains(row.text("account"))) {
                        row.problem(
                                "account " + row.shown("account") + " is not in accounts.csv",
                                "add it there or correct it");
                    }
                    if (areProductsKnown) {
                        checkProduct(row);
                    }
                    if (numbers.size() == limits.maxCards() + 1) {
                        row.problem(
                                "more than " + limits.maxCards() + " cards",
                                "raise limits.cards in switch.yaml");
                    }
                });
    }

    private static void checkCard(CsvReader row, LongHashSet numbers) {
        final String digits = row.text("pan");
        if (digits.length() < MIN_DIGITS || digits.length() > MAX_DIGITS) {
            row.problem(
                    "card number has " + digits.length() + " characters",
                    "write " + MIN_DIGITS + " to " + MAX_DIGITS + " digits");
        } else if (!Luhn.isValid(digits)) {
            row.problem("card number fails the Luhn check", "correct its digits");
        } else if (!numbers.add(Long.parseUnsignedLong(digits))) {
            row.problem("card number stands twice", "remove one");
        }
        columnsOf(row);
        choice(row, "status", CardStatus.values());
    }

    private void checkProduct(CsvReader row) {
        if (!productIds.containsKey(row.text("product"))) {
            row.problem(
                    "product " + row.shown("product") + " is not in products.yaml",
                    productIds.isEmpty()
                            ? "add it there"
                            : "use one of "
                                    + String.join(", ", new TreeSet<>(productIds.keySet())));
        }
    }

    private CsvReader accounts(Problems problems) {
        return new CsvReader(directory.resolve("accounts.csv"), ACCOUNT_COLUMNS, problems);
    }

    private CsvReader cards(Problems problems) {
        return new CsvReader(directory.resolve("cards.csv"), CARD_COLUMNS, problems);
    }

    private static AccountRow accountOf(CsvReader row) {
        final String account = row.text("account");
        if (!ACCOUNT.matcher(account).matches()) {
            row.problem(
                    "account is " + row.shown("account"),
                    "write 1 to 28 characters without blanks");
        }
        final int currency = (int) row.number("currency", 8, 999);
        if (!isCurrency(currency)) {
            row.problem("currency " + currency + " is unknown", "use an ISO 4217 numeric code");
        }
        final long bound = Amounts.MAX_BALANCE_MINOR;
        return new AccountRow(
                account,
                currency,
                choice(row, "type", AccountType.values()),
                row.number("ledger_minor", -bound, bound),
                row.number("credit_limit_minor", 0, bound),
                choice(row, "status", AccountStatus.values()));
    }

    private CardRow cardOf(CsvReader row) {
        return new CardRow(
                columnsOf(row),
                productIds.get(row.text("product")),
                choice(row, "status", CardStatus.values()));
    }

    private static CardRow.Columns columnsOf(CsvReader row) {
        final boolean hasPvv = !row.text("pvv").isEmpty();
        return new CardRow.Columns(
                row.text("pan"),
                expiryOf(row),
                (int) row.number("sequence", 0, 99),
                row.text("account"),
                (int) row.number("service_code", 0, 999),
                hasPvv ? (int) row.number("pvki", 0, 9) : 0,
                hasPvv ? (int) row.number("pvv", 0, 9999) : CardRow.NO_PVV);
    }

    private static int expiryOf(CsvReader row) {
        final String text = row.text("expiry");
        if (EXPIRY.matcher(text).matches()) {
            return Integer.parseInt(text);
        }
        row.problem("expiry is " + row.shown("expiry"), "write YYMM");
        return 0;
    }

    private static <E extends Enum<E>> E choice(CsvReader row, String column, E[] values) {
        for (final E value : values) {
            if (nameOf(value).equals(row.text(column))) {
                return value;
            }
        }
        row.problem(
                column + " is " + row.shown(column),
                "use one of "
                        + Arrays.stream(values)
                                .map(CardFiles::nameOf)
                                .collect(Collectors.joining(", ")));
        return values[0];
    }

    static String nameOf(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private void rejectChange(Problems problems) {
        if (!problems.isEmpty()) {
            throw new IllegalStateException(
                    "files in "
                            + directory
                            + " changed since they were checked: "
                            + problems.lines().getFirst());
        }
    }
}
