package io.cardswitch.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class EndToEndIT {
    @Test
    void shouldRecordACleanRunWhenASwitchIsMeasured(@TempDir Path directory) throws Exception {
        final int exit =
                new CommandLine(new EndToEndCommand())
                        .execute(
                                "--duration",
                                "1",
                                "--warm-up",
                                "1",
                                "--connections",
                                "2",
                                "--window",
                                "16",
                                "--results",
                                directory.toString());
        assertEquals(0, exit);
        final List<String> lines = Files.readAllLines(directory.resolve("end-to-end.jsonl"));
        assertEquals(1, lines.size());
        for (final String part :
                List.of(
                        "\"suite\":\"end-to-end\"",
                        "\"commit\":\"",
                        "\"mode\":\"process\"",
                        "\"clean\":true",
                        "\"response_codes\":{\"00\":")) {
            assertTrue(lines.getFirst().contains(part), part + " in " + lines.getFirst());
        }
    }
}
