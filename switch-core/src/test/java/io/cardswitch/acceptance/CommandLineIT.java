package io.cardswitch.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The command line as an operator meets it: what it prints and how it ends. */
final class CommandLineIT {
    private static final int USAGE = 2;
    private static final int JOURNAL = 70;
    private static final int BIND = 71;

    @TempDir Path folder;

    @Test
    void shouldExplainItself() throws IOException {
        final SwitchProcess.Outcome help = run("help");
        assertEquals(0, help.exitCode(), help.output());
        for (final String command : List.of("run", "demo", "config", "decode", "journal", "load")) {
            assertTrue(help.output().contains("  " + command), command);
        }
        assertTrue(run("help", "run").output().contains("--config"));
        assertEquals(USAGE, run("fly").exitCode());
    }

    @Test
    void shouldAcceptDemoConfiguration() throws IOException {
        final Path demo = Path.of("").toAbsolutePath().resolveSibling("config/demo");
        final SwitchProcess.Outcome check = run("config", "check", demo.toString());
        assertEquals(0, check.exitCode(), check.output());
    }

    @Test
    void shouldReportEveryErrorAtOnceWhenConfigurationIsWrong() throws IOException {
        final Site site = Site.write(folder.resolve("config"), "sometimes");
        final Path links = site.directory().resolve("links.yaml");
        Files.writeString(links, Files.readString(links).replace("BIN2", "BIN3X"));
        final Path routing = site.directory().resolve("routing.yaml");
        Files.writeString(routing, Files.readString(routing) + "surplus: 1\n");
        for (final String command : List.of("check", "run")) {
            final SwitchProcess.Outcome outcome =
                    command.equals("run")
                            ? run("run", "--config", site.directory().toString())
                            : run("config", "check", site.directory().toString());
            assertEquals(USAGE, outcome.exitCode(), outcome.output());
            assertPlain(outcome);
            for (final String error :
                    List.of("switch.yaml:4: ", "links.yaml:7: ", "routing.yaml:4: ")) {
                assertTrue(outcome.output().contains(error), error + " in " + outcome.output());
            }
        }
    }

    @Test
    void shouldRefuseSecondSwitchOnTheSameData() throws IOException {
        final Path data = folder.resolve("data");
        final Site first = Site.write(folder.resolve("first"), "process");
        final Site second = Site.write(folder.resolve("second"), "process");
        try (SwitchProcess process = SwitchProcess.start(first, data)) {
            final SwitchProcess.Outcome outcome = run(second, data);
            assertEquals(JOURNAL, outcome.exitCode(), outcome.output());
            assertPlain(outcome);
            assertEquals(0, process.stop());
        }
    }

    @Test
    void shouldSayWhichAddressIsTaken() throws IOException {
        final Site site = Site.write(folder.resolve("config"), "process");
        try (SwitchProcess process = SwitchProcess.start(site, folder.resolve("first"))) {
            final SwitchProcess.Outcome outcome = run(site, folder.resolve("second"));
            assertEquals(BIND, outcome.exitCode(), outcome.output());
            assertTrue(outcome.output().contains(":" + site.binaryPort()), outcome.output());
            assertPlain(outcome);
            assertEquals(0, process.stop());
        }
    }

    @Test
    void shouldRefuseDirectoryThatCannotBeWritten() throws IOException {
        final Site site = Site.write(folder.resolve("config"), "process");
        final Path file = Files.writeString(folder.resolve("file"), "no directory");
        final SwitchProcess.Outcome outcome = run(site, file.resolve("data"));
        assertEquals(JOURNAL, outcome.exitCode(), outcome.output());
        assertPlain(outcome);
    }

    @Test
    void shouldStopCleanlyAndStartFromItsJournal() throws IOException {
        final Site site = Site.write(folder.resolve("config"), "disk");
        final Path data = folder.resolve("data");
        try (SwitchProcess process = SwitchProcess.start(site, data);
                Terminal terminal = new Terminal(site.binaryPort(), "RESTART1")) {
            assertEquals("00", terminal.exchange(1, Site.POOR, 4_000).code());
            assertEquals(0, process.stop());
        }
        try (SwitchProcess process = SwitchProcess.start(site, data);
                Terminal terminal = new Terminal(site.binaryPort(), "RESTART1")) {
            assertEquals("51", terminal.exchange(2, Site.POOR, 4_000).code());
            assertTrue(
                    process.admin("/api/accounts/" + Site.account(Site.POOR))
                            .contains("\"ledger_minor\":1000"));
            assertTrue(process.admin("/health/ready").contains("ready"));
            assertEquals(0, process.stop());
        }
    }

    @Test
    void shouldDemonstrateItself() throws IOException {
        final SwitchProcess.Outcome demo =
                run("demo", "--duration", "3", "--data", folder.resolve("demo").toString());
        assertEquals(0, demo.exitCode(), demo.output());
        assertPlain(demo);
        assertTrue(
                demo.output().toLowerCase(java.util.Locale.ROOT).contains("postings"),
                demo.output());
    }

    private static SwitchProcess.Outcome run(Site site, Path data) throws IOException {
        return run("run", "--config", site.directory().toString(), "--data", data.toString());
    }

    private static SwitchProcess.Outcome run(String... arguments) throws IOException {
        return SwitchProcess.run(arguments);
    }

    private static void assertPlain(SwitchProcess.Outcome outcome) {
        assertFalse(outcome.output().contains("\tat "), outcome.output());
        assertFalse(outcome.output().contains("Exception in thread"), outcome.output());
    }
}
