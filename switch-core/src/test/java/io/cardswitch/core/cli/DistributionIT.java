package io.cardswitch.core.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What stands in the distribution, and what must not. */
final class DistributionIT {
    private static final Path DISTRIBUTION = Path.of("target", "dist");
    private static final Pattern BANNED = Pattern.compile("(chronicle-analytics|jpos)-.*\\.jar");

    private static List<String> banned(Stream<String> names) {
        return names.filter(BANNED.asMatchPredicate()).sorted().toList();
    }

    @Test
    void shouldCarryNoTrackerAndNoCopyleftLibrary() throws IOException {
        try (Stream<Path> files = Files.list(DISTRIBUTION.resolve("lib"))) {
            final List<String> names = files.map(file -> file.getFileName().toString()).toList();
            assertTrue(names.size() > 10, names::toString);
            assertEquals(List.of(), banned(names.stream()));
        }
    }

    @Test
    void shouldRecognizePlantedLibraries() {
        final List<String> planted = List.of("chronicle-analytics-2026.2.jar", "jpos-3.0.1.jar");
        assertEquals(planted, banned(Stream.concat(planted.stream(), Stream.of("agrona-2.jar"))));
    }

    @Test
    void shouldCarryLicenceAndPages() {
        for (final String name :
                List.of("LICENSE", "NOTICE", "README.md", "CHANGELOG.md", "docs/operating.md")) {
            assertTrue(Files.isRegularFile(DISTRIBUTION.resolve(name)), name);
        }
    }
}
