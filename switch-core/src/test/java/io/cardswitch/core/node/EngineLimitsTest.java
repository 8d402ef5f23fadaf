package io.cardswitch.core.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.engine.EngineConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

final class EngineLimitsTest {
    private static final EngineConfig OLD =
            new EngineConfig(
                    10,
                    20,
                    30,
                    64,
                    1_000,
                    128,
                    EngineConfig.DEFAULT_CARD_CHECKS,
                    EngineConfig.DEFAULT_CARD_CHECK_MS);

    @TempDir private Path directory;

    @Test
    void shouldGoOnWithTheDefaultsWhenTheDirectoryIsOlderThanCardChecks() throws IOException {
        Files.write(
                directory.resolve("limits.properties"),
                List.of(
                        "accounts=10",
                        "cards=20",
                        "holds=30",
                        "duplicate_window=64",
                        "duplicate_ms=1000",
                        "checkpoint_history=128"));
        assertEquals(OLD, EngineLimits.read(directory));
        EngineLimits.settle(directory, OLD);
    }

    @Test
    void shouldReadWhatWasWrittenWhenTheDirectoryIsNew() throws IOException {
        final EngineConfig config = new EngineConfig(10, 20, 30, 64, 1_000, 128, 7, 2_000);
        EngineLimits.settle(directory, config);
        assertEquals(config, EngineLimits.read(directory));
        EngineLimits.settle(directory, config);
    }

    @Test
    void shouldNameTheLimitsWhenTheJournalWouldReplayOtherwise() {
        EngineLimits.settle(directory, OLD);
        for (final EngineConfig other :
                List.of(
                        new EngineConfig(10, 20, 30, 64, 1_000, 128, 7, OLD.cardCheckMs()),
                        new EngineConfig(10, 20, 30, 64, 1_000, 128, OLD.maxCardChecks(), 7))) {
            final StartException refused =
                    assertThrows(StartException.class, () -> EngineLimits.settle(directory, other));
            assertTrue(
                    refused.getMessage().contains("card_checks=" + OLD.maxCardChecks()),
                    refused.getMessage());
        }
    }
}
