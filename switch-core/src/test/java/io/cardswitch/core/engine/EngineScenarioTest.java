package io.cardswitch.core.engine;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.scenario.ScenarioParser;
import io.cardswitch.core.scenario.ScenarioStep;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Every scenario file, against the engine alone, and its log once more. */
final class EngineScenarioTest {
    @TestFactory
    Stream<DynamicTest> shouldDecideAsTheScenarioSays() throws IOException, URISyntaxException {
        final Path folder = Path.of(getClass().getResource("/scenarios").toURI());
        final List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(f -> f.toString().endsWith(".scenario")).sorted().toList();
        }
        assertTrue(files.size() >= 15, "the scenario files are found");
        return files.stream()
                .map(file ->
                        DynamicTest.dynamicTest(file.getFileName().toString(), () -> run(file)));
    }

    @Test
    void shouldFailWhenTheScenarioExpectsAnotherCode() {
        final String text = "account A1 840 1.00\ncard C1 A1\n0200 C1 2.00 stan 1 -> 00";
        assertThrows(AssertionError.class, () -> run(text));
    }

    @Test
    void shouldRefuseTheFileWhenACheckIsUnknown() {
        assertThrows(IllegalArgumentException.class, () -> run("expect perfection"));
    }

    private static void run(Path file) throws IOException {
        run(Files.readString(file));
    }

    private static void run(String text) {
        final List<ScenarioStep> steps = ScenarioParser.parse(text);
        new EngineScenario(steps).run(steps);
    }
}
