package io.cardswitch.core.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.cli.CardSwitchCommand;
import io.cardswitch.core.simulator.FakeSwitch.Reaction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class LoadCommandIT {
    private static final Path MIX =
            Path.of("src/test/resources/io/cardswitch/core/simulator/mix.yaml");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldEndWithJsonWhenTheRunIsOver() throws Exception {
        try (FakeSwitch peer = new FakeSwitch("iso87-binary", n -> Reaction.APPROVE)) {
            assertEquals(0, load(peer.port(), "--tps", "200", "--duration", "2"), err::toString);
        }
        final List<String> lines = out.toString().lines().toList();
        assertTrue(lines.size() >= 2, "a line of progress, then the result");
        final String json = lines.getLast();
        assertTrue(json.startsWith("{\"target\":\"127.0.0.1:"), json);
        for (final String key :
                List.of(
                        "sent",
                        "received",
                        "tps",
                        "response_codes",
                        "p50",
                        "p90",
                        "p99",
                        "p999",
                        "p9999",
                        "max")) {
            assertTrue(json.contains("\"" + key + "\":"), key);
        }
        assertTrue(json.contains("\"response_codes\":{\"00\":400}"), json);
    }

    @Test
    void shouldExitOneWhenAnAnswerIsMissing() throws Exception {
        try (FakeSwitch peer =
                new FakeSwitch("iso87-binary", n -> n == 5 ? Reaction.IGNORE : Reaction.APPROVE)) {
            assertEquals(1, load(peer.port(), "--tps", "max", "--duration", "1"));
        }
        assertTrue(out.toString().contains("\"unanswered\":1,"), out::toString);
    }

    @Test
    void shouldSayItInWordsWhenNobodyListens() throws Exception {
        final FakeSwitch peer = new FakeSwitch("iso87-binary", n -> Reaction.APPROVE);
        peer.close();
        assertEquals(1, load(peer.port(), "--tps", "max"));
        assertTrue(err.toString().contains("cannot connect"), err::toString);
    }

    @Test
    void shouldSayItInWordsWhenTheHostIsUnknown() {
        assertEquals(1, load(1, "--tps", "max", "--target", "host.invalid:8583"));
        assertTrue(err.toString().contains("cannot connect: unknown host"), err::toString);
    }

    @Test
    void shouldSayItInWordsWhenTheTapeIsAFolder(@TempDir Path directory) {
        assertEquals(1, load(1, "--tps", "max", "--tape", directory.toString()));
        assertTrue(err.toString().contains("tape cannot be written"), err::toString);
    }

    @Test
    void shouldExitTwoWhenTheUsageIsWrong() {
        for (final String[] wrong :
                new String[][] {
                    {"--tps", "fast"},
                    {"--tps", "0"},
                    {"--tps", "-1"},
                    {"--tps", "10", "--window", "0"},
                    {"--tps", "10", "--connections", "5000"},
                    {"--tps", "10", "--duration", "0"},
                    {"--tps", "10", "--framing", "ETX"}
                }) {
            assertEquals(2, load(1, wrong), String.join(" ", wrong));
        }
    }

    @Test
    void shouldNameFileAndLineWhenTheMixIsWrong(@TempDir Path directory) throws Exception {
        final Path mix = directory.resolve("bad.yaml");
        Files.writeString(mix, "cards: cards.csv\nweights: {purchase: many}\n");
        assertEquals(2, load(1, "--tps", "10", "--mix", mix.toString()));
        assertTrue(err.toString().contains(mix + ":2: "), err::toString);
    }

    private int load(int port, String... more) {
        final CommandLine command = CardSwitchCommand.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        final List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("load", "--spec", "iso87-binary"));
        if (!List.of(more).contains("--target")) {
            arguments.addAll(List.of("--target", "127.0.0.1:" + port));
        }
        if (!List.of(more).contains("--mix")) {
            arguments.addAll(List.of("--mix", MIX.toString()));
        }
        arguments.addAll(List.of(more));
        return command.execute(arguments.toArray(String[]::new));
    }
}
