package io.cardswitch.core.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.node.NodeFixture;
import io.cardswitch.core.node.TerminalFixture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The distribution as a user runs it, and the commands that read what it leaves. */
final class CommandsIT {
    private static final Path LAUNCHER =
            Path.of("target", "dist", "bin", "cardswitch").toAbsolutePath();

    @TempDir private Path folder;

    private final List<Process> processes = new ArrayList<>();
    private NodeFixture fixture;

    private record Result(int exitCode, String out, String err) {}

    @BeforeEach
    void copyDemo() throws IOException {
        fixture = new NodeFixture(folder);
    }

    @AfterEach
    void endProcesses() throws InterruptedException {
        for (final Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(String... arguments) throws IOException {
        final List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        final Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
        processes.add(process);
        return process;
    }

    private Result run(String... arguments) throws IOException, InterruptedException {
        final Process process = start(arguments);
        final String out = text(process.getInputStream().readAllBytes());
        final String err = text(process.getErrorStream().readAllBytes());
        return new Result(process.waitFor(), out, err);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Runs a command that needs no process of its own. */
    private static Result call(String... arguments) {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final CommandLine line =
                CardSwitchCommand.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true));
        return new Result(line.execute(arguments), out.toString(), err.toString());
    }

    private static int portAfter(String line, String link) {
        final String start = link + " listens on port ";
        return line.startsWith(start) ? Integer.parseInt(line.substring(start.length())) : 0;
    }

    @Test
    void shouldServeUntilTerminatedAndLeaveAJournalThatVerifies() throws Exception {
        final String config = fixture.config().toString();
        final String data = fixture.data().toString();
        final Process node = start("run", "--config", config, "--data", data);
        final BufferedReader out = node.inputReader(StandardCharsets.UTF_8);
        int port = 0;
        for (String line = out.readLine(); !"READY".equals(line); line = out.readLine()) {
            assertTrue(line != null, () -> "the node ended early");
            port = Math.max(port, portAfter(line, "terminals-binary"));
        }
        final String row = Files.readAllLines(fixture.config().resolve("cards.csv")).get(1);
        final String digits = row.substring(0, 16);
        final String expiry = row.substring(17, 21);
        try (TerminalFixture terminal = new TerminalFixture(port)) {
            assertEquals(
                    "0210 00", terminal.exchange(TerminalFixture.purchase(digits, expiry, 7, 99)));
        }
        final Result second = run("run", "--config", config, "--data", data);
        assertEquals(70, second.exitCode());
        assertTrue(second.err().contains("in use by another running switch"), second.err());

        final Result live = call("journal", "verify", data, "--json");
        assertEquals(0, live.exitCode(), live.err());
        node.toHandle().destroy(); // SIGTERM; Process.destroy would close the streams too.
        assertEquals(0, node.waitFor(), () -> "exit code after SIGTERM");
        assertEquals("stopped", out.readLine());

        final Result verified = call("journal", "verify", data, "--json");
        assertEquals(0, verified.exitCode(), verified.err());
        assertTrue(verified.out().contains("\"hash_chain\":\"ok\""), verified.out());
        assertTrue(verified.out().contains("\"approved\":1,"), verified.out());
        assertTrue(
                verified.out().contains("\"postings_sum_minor\":{\"840\":0,\"978\":0}"),
                verified.out());
        final Result stats = call("journal", "stats", data);
        assertTrue(stats.out().contains("card_load            1200"), stats.out());
        final Result dump = call("journal", "dump", data);
        assertTrue(
                dump.out().lines().anyMatch(line -> isApproval(line, digits)),
                () -> "no approval in the dump");
        assertTrue(!dump.out().contains(digits), "a card number in clear");
        assertEquals(0, call("scan-secrets", data, "--canary", digits).exitCode());
        assertEquals(1, call("scan-secrets", config).exitCode());
        shouldReportDamage(data);
    }

    private static boolean isApproval(String line, String digits) {
        return line.contains("\"type\":\"transaction\"")
                && line.contains(digits.substring(0, 6) + "******" + digits.substring(12))
                && line.contains("\"result\":\"APPROVED\"");
    }

    private void shouldReportDamage(String data) throws IOException {
        final Path segment;
        try (Stream<Path> files = Files.walk(Path.of(data, "journal"))) {
            segment =
                    files.filter(Files::isRegularFile)
                            .filter(file -> file.toFile().length() > 100_000)
                            .sorted()
                            .findFirst()
                            .orElseThrow();
        }
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(50_000);
            final int value = file.read();
            file.seek(50_000);
            file.write(value ^ 1);
        }
        final Result damaged = call("journal", "verify", data);
        assertEquals(1, damaged.exitCode());
        assertTrue(damaged.err().startsWith(segment + ":"), damaged.err());
    }

    @Test
    void shouldEndWithTheDocumentedCodes() throws Exception {
        final String config = fixture.config().toString();
        fixture.replace("switch.yaml", "durability: disk", "durability: fast");
        final Result invalid = run("run", "--config", config);
        assertEquals(2, invalid.exitCode());
        assertTrue(
                invalid.err().contains("switch.yaml:5: fast is not known: use one of"),
                invalid.err());
        assertEquals(2, call("config", "check", config).exitCode());
        assertEquals(2, call("journal", "verify", config).exitCode());
        assertEquals(2, call("nonsense").exitCode());
        assertEquals(2, call("demo", "--tps", "0").exitCode());
        fixture.replace("switch.yaml", "durability: fast", "durability: process");
        assertEquals(0, call("config", "check", config).exitCode());
        final Result unusable = run("run", "--config", config, "--data", config + "/switch.yaml");
        assertEquals(70, unusable.exitCode());
        assertTrue(
                unusable.err().contains("switch.yaml is a file, not a directory"), unusable.err());
        for (final String command : CardSwitchCommand.commandLine().getSubcommands().keySet()) {
            final Result help = call("help", command);
            assertEquals(0, help.exitCode(), command);
            assertTrue(help.out().contains("Usage: cardswitch " + command), help.out());
        }
    }

    @Test
    void shouldShowTheWholeNetworkInADemo() throws Exception {
        final Result demo =
                run(
                        "demo",
                        "--duration",
                        "2",
                        "--tps",
                        "50",
                        "--config",
                        fixture.config().toString());
        assertEquals(0, demo.exitCode(), demo.out() + demo.err());
        assertEquals("", demo.err());
        assertTrue(demo.out().contains("postings sum = 0"), demo.out());
        assertTrue(demo.out().contains("p99.99"), demo.out());
        assertTrue(demo.out().contains("durability   disk"), demo.out());
    }
}
