package io.cardswitch.core.config;

import io.cardswitch.core.domain.AccountStatus;
import io.cardswitch.core.domain.AccountType;
import io.cardswitch.core.domain.CardStatus;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.simulator.terminal.TestIssuer;
import io.cardswitch.iso8583.Luhn;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes accounts.csv and cards.csv with invented cards under test BINs; the same seed makes the
 * same files. Of a hundred cards of a product about twelve are there to be refused: every card and
 * account status, expired ones, and ones low on funds.
 */
public final class TestCards {
    /** Most cards: numbers stay unique up to here. */
    public static final int MAX_COUNT = 20_000_000;

    private static final String[] PRODUCTS = {"debit", "credit", "prepaid"};
    private static final String[] TEST_BINS = {"47617390", "54133300", "22230000"};
    private static final AccountType[] TYPES = {
        AccountType.DEBIT, AccountType.CREDIT, AccountType.PREPAID
    };
    private static final int BLOCK = 100;
    private static final int FIRST_ODD = BLOCK - 14;
    private static final int NUMBERS = 10_000_000;
    private static final int STRIDE = 7_368_787; // Prime: visits every number once.
    private static final int SECOND_CARD_EVERY = 20;
    private static final int PVKI = 1;

    /** {@code demo-pvk} of config/demo: a key under the published test LMK. */
    private static final String DEMO_PVK =
            "S00072V2TN00E000069D763BFC54B5CA26B78F5C0443D3A3233CA150AD82C2E3405DEE596";

    private final TestIssuer issuer = new TestIssuer(HsmKey.parse(DEMO_PVK), null, null);
    private final SplittableRandom random;
    private final boolean onlyGood;
    private final int offset;

    /** What is wrong with a card, in the order of the last rows of a block. */
    private enum Oddity {
        INACTIVE,
        BLOCKED,
        LOST,
        STOLEN,
        RESTRICTED,
        EXPIRED,
        PAST_EXPIRY,
        PAST_EXPIRY_AGAIN,
        FROZEN,
        CLOSED,
        LOW,
        LOWER,
        EMPTY,
        EMPTY_AGAIN,
        NONE
    }

    private TestCards(long seed, boolean onlyGood) {
        this.random = new SplittableRandom(seed);
        this.onlyGood = onlyGood;
        this.offset = random.nextInt(NUMBERS);
    }

    /** First eight digits of all numbers, by product. */
    public static List<String> bins() {
        return List.of(TEST_BINS);
    }

    /**
     * Writes both files.
     *
     * @param count cards
     * @param onlyGood every card is active and rich, for benchmarks
     */
    public static void write(Path directory, long seed, int count, boolean onlyGood)
            throws IOException {
        final TestCards cards = new TestCards(seed, onlyGood);
        try (BufferedWriter accountsCsv = writer(directory.resolve("accounts.csv"));
                BufferedWriter cardsCsv = writer(directory.resolve("cards.csv"))) {
            accountsCsv.write(String.join(",", CardFiles.ACCOUNT_COLUMNS) + "\n");
            cardsCsv.write(String.join(",", CardFiles.CARD_COLUMNS) + "\n");
            for (int index = 0; index < count; index++) {
                cards.write(index, accountsCsv, cardsCsv);
            }
        }
    }

    private static BufferedWriter writer(Path file) throws IOException {
        return Files.newBufferedWriter(file, StandardCharsets.US_ASCII);
    }

    private void write(int index, BufferedWriter accountsCsv, BufferedWriter cardsCsv)
            throws IOException {
        final int product = index % PRODUCTS.length;
        final int row = index / PRODUCTS.length;
        final Oddity oddity = oddityOf(row % BLOCK);
        // Now and then a second card of the account before, as partners have.
        final boolean isSecond = row % SECOND_CARD_EVERY == 1 && oddity == Oddity.NONE;
        final int accountRow = isSecond ? row - 1 : row;
        final String account = String.format("%d%09d", product + 1, accountRow + 1);
        if (!isSecond) {
            accountsCsv.write(account + "," + accountTail(product, row, oddity) + "\n");
        }
        cardsCsv.write(cardOf(product, row, oddity, account, isSecond) + "\n");
    }

    private Oddity oddityOf(int place) {
        return onlyGood || place < FIRST_ODD ? Oddity.NONE : Oddity.values()[place - FIRST_ODD];
    }

    private String accountTail(int product, int row, Oddity oddity) {
        final int currency = row % 10 == 5 ? 978 : 840;
        final AccountType type = TYPES[product];
        long available =
                switch (oddity) {
                    case LOW -> random.nextLong(100, 1_000);
                    case LOWER -> random.nextLong(1, 100);
                    case EMPTY, EMPTY_AGAIN -> 0;
                    default -> random.nextLong(1_000, 50_000) * 100;
                };
        if (onlyGood) {
            available = 1_000_000_000_000L;
        }
        final long creditLimit =
                type != AccountType.CREDIT ? 0 : Math.max(available, 500_000) / 50_000 * 50_000;
        final AccountStatus status =
                switch (oddity) {
                    case FROZEN -> AccountStatus.FROZEN;
                    case CLOSED -> AccountStatus.CLOSED;
                    default -> AccountStatus.ACTIVE;
                };
        return currency
                + ","
                + CardFiles.nameOf(type)
                + ","
                + (available - creditLimit)
                + ","
                + creditLimit
                + ","
                + CardFiles.nameOf(status);
    }

    private String cardOf(int product, int row, Oddity oddity, String account, boolean isSecond) {
        final String head =
                TEST_BINS[product]
                        + String.format("%07d", (offset + (long) row * STRIDE) % NUMBERS);
        final boolean isPast = oddity == Oddity.PAST_EXPIRY || oddity == Oddity.PAST_EXPIRY_AGAIN;
        final int year = isPast ? 24 : random.nextInt(29, 34);
        return head
                + Luhn.checkDigit(head)
                + String.format(",%02d%02d,", year, random.nextInt(1, 13))
                + (isSecond ? 2 : 1)
                + ","
                + PRODUCTS[product]
                + ","
                + account
                + ","
                + CardFiles.nameOf(cardStatusOf(oddity))
                + (product == 2 ? ",101,1," : ",201,1,")
                + String.format("%04d", pvvOf(head + Luhn.checkDigit(head)));
    }

    /** Real for cards that terminals present with their PIN; the many of benchmarks have none. */
    private int pvvOf(String digits) {
        final int any = random.nextInt(10_000);
        return onlyGood
                ? any
                : issuer.pvv(
                        new TestIssuer.Card(
                                digits.getBytes(StandardCharsets.US_ASCII), 0, 0, 0, PVKI));
    }

    private static CardStatus cardStatusOf(Oddity oddity) {
        return switch (oddity) {
            case INACTIVE -> CardStatus.INACTIVE;
            case BLOCKED -> CardStatus.BLOCKED;
            case LOST -> CardStatus.LOST;
            case STOLEN -> CardStatus.STOLEN;
            case RESTRICTED -> CardStatus.RESTRICTED;
            case EXPIRED -> CardStatus.EXPIRED;
            default -> CardStatus.ACTIVE;
        };
    }
}
