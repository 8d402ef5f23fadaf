package io.cardswitch.core.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.domain.AccountStatus;
import io.cardswitch.core.domain.CardStatus;
import io.cardswitch.core.engine.EngineConfig;
import io.cardswitch.iso8583.yaml.Problems;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

final class TestCardsTest {
    private static final Path DEMO = Path.of("..", "config", "demo");

    @TempDir private Path folder;

    @Test
    void shouldReproduceTheCommittedDemoCards() throws IOException {
        TestCards.write(folder, 8583, 1200, false);
        for (final String name : List.of("accounts.csv", "cards.csv")) {
            assertArrayEquals(
                    Files.readAllBytes(DEMO.resolve(name)),
                    Files.readAllBytes(folder.resolve(name)),
                    name + ": run cardswitch config generate config/demo");
        }
    }

    @Test
    void shouldHoldEveryKindOfCardInTheDemo() {
        final Problems problems = new Problems();
        final SwitchConfig demo = ConfigReader.read(DEMO, Map.of(), problems).orElseThrow();
        final Set<Object> accountKinds = new HashSet<>();
        final Set<String> lowAccounts = new HashSet<>();
        demo.cards()
                .forEachAccount(account -> {
                    accountKinds.add(account.type());
                    accountKinds.add(account.status());
                    if (account.ledgerMinor() + account.creditLimitMinor() < 1_000) {
                        lowAccounts.add(account.account());
                    }
                });
        final Set<Object> cardKinds = new HashSet<>();
        final int[] counts = new int[4];
        demo.cards()
                .forEachCard(card -> {
                    cardKinds.add(card.status());
                    cardKinds.add(card.productId());
                    counts[0]++;
                    counts[1] += card.expiry() < 2501 ? 1 : 0;
                    counts[2] += lowAccounts.contains(card.account()) ? 1 : 0;
                    counts[3] += card.status() == CardStatus.ACTIVE ? 1 : 0;
                });
        assertEquals(1200, counts[0]);
        assertTrue(counts[1] >= 12, "cards past their expiry");
        assertTrue(counts[2] >= 24, "cards low on funds");
        assertTrue(counts[3] >= 1000, "active cards");
        assertEquals(CardStatus.values().length + 3, cardKinds.size());
        assertEquals(AccountStatus.values().length + 3, accountKinds.size());
    }

    @Test
    void shouldMakeOnlyUsableCardsForBenchmarks() throws IOException {
        TestCards.write(folder, 1, 5_000, true);
        final Problems problems = new Problems();
        final CardFiles files =
                new CardFiles(folder, Map.of("debit", 1, "credit", 2, "prepaid", 3));
        files.check(EngineConfig.ofCards(5_000), true, problems);
        assertEquals(List.of(), problems.lines());
        files.forEachCard(card -> assertEquals(CardStatus.ACTIVE, card.status()));
        files.forEachAccount(account ->
                assertTrue(
                        account.ledgerMinor() + account.creditLimitMinor() == 1_000_000_000_000L));
    }
}
