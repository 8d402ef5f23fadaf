package io.cardswitch.benchmarks.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The history of one suite: {@code SUITE.jsonl}, one JSON object for each figure, with time,
 * machine and commit. Lines are only ever added.
 */
public final class Results {
    private final Path file;
    private final Machine machine;
    private final String suite;

    /** The history of a suite in a directory, which is made when missing. */
    public Results(Path directory, String suite, Machine machine) throws IOException {
        Files.createDirectories(directory);
        file = directory.resolve(suite + ".jsonl");
        this.suite = suite;
        this.machine = machine;
    }

    /**
     * Adds one line.
     *
     * @param members of the JSON object that say what was measured, without braces
     */
    public void add(String members) throws IOException {
        final String line =
                "{\"suite\":\""
                        + suite
                        + "\",\"time\":\""
                        + Instant.now().truncatedTo(ChronoUnit.SECONDS)
                        + "\","
                        + machine.json()
                        + ","
                        + members
                        + "}\n";
        Files.writeString(
                file,
                line,
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** The file. */
    public Path file() {
        return file;
    }
}
