package io.cardswitch.core.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.simulator.request.LoadMix;
import io.cardswitch.core.simulator.request.TransactionKind;
import io.cardswitch.iso8583.yaml.Problems;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

class MixFileTest {
    private static final String CARDS =
            """
            pan,expiry,sequence,product,account,status,service_code,pvki,pvv
            4761739048018687,9902,1,debit,A1,active,201,1,3326
            5413330048018684,9912,1,credit,A2,active,201,1,4989
            2223000048018680,9910,1,prepaid,A1,lost,101,1,3121
            4761739021706555,2401,2,debit,A1,active,201,1,7350
            5413330021706552,9901,2,debit,A3,active,201,1,7350
            """;
    private static final String ACCOUNTS =
            """
            account,currency,type,ledger_minor,credit_limit_minor,status
            A1,840,debit,2817500,0,active
            A2,978,credit,27600,2850000,active
            A3,840,debit,100,0,frozen
            """;

    @TempDir private Path directory;
    private final Problems problems = new Problems();

    @BeforeEach
    void writeCards() throws IOException {
        Files.writeString(directory.resolve("cards.csv"), CARDS);
        Files.writeString(directory.resolve("accounts.csv"), ACCOUNTS);
    }

    @Test
    void shouldReadEverythingWhenAllIsSaid() throws IOException {
        final LoadMix mix =
                read(
                        """
                        cards: cards.csv
                        weights: {purchase: 90, repeat: 2, cash: 0}
                        amounts: {smallest_minor: 7, largest_minor: 9}
                        acquirer: 42
                        expect: ["00", "A1"]
                        """);
        assertEquals(List.of(), problems.lines());
        assertEquals(
                Map.of(TransactionKind.PURCHASE, 90, TransactionKind.REPEAT, 2), mix.weights());
        assertEquals(7, mix.smallestMinor());
        assertEquals(9, mix.largestMinor());
        assertEquals(42, mix.acquirer());
        assertEquals(Set.of("00", "A1"), mix.expected());
        assertEquals(
                "[476173******8687, 541333******8684]", mix.cards().toString(), "only good cards");
    }

    @Test
    void shouldNameEveryProblemByLineWhenAMixIsWrong() throws IOException {
        assertNull(
                read(
                        """
                        cards: cards.csv
                        weights: {reversal: 5, refunds: 1}
                        amounts: {smallest_minor: 9, largest_minor: 7}
                        acquirer: 1000000
                        expect: ["000"]
                        speed: fast
                        """));
        final List<String> lines = problems.lines();
        for (int line = 2; line <= 6; line++) {
            final String start = directory.resolve("mix.yaml") + ":" + line + ": ";
            assertTrue(lines.stream().anyMatch(text -> text.startsWith(start)), lines::toString);
        }
    }

    @Test
    void shouldNameTheFileWhenNoCardCanBeUsed() throws IOException {
        Files.writeString(
                directory.resolve("cards.csv"), CARDS.lines().findFirst().orElseThrow() + "\n");
        assertNull(read("cards: cards.csv\nweights: {purchase: 1}\n"));
        assertTrue(problems.lines().getFirst().contains("cards.csv:1: no card can be used"));
    }

    private LoadMix read(String text) throws IOException {
        final Path file = directory.resolve("mix.yaml");
        Files.writeString(file, text);
        return MixFile.read(file, problems);
    }
}
