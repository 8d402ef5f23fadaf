package io.cardswitch.core.node;

import io.cardswitch.core.engine.EngineConfig;

import java.io.IOException;
import java.io.StringReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The limits a data directory was started with, in its file {@code limits.properties}. A journal
 * replays to the same state only under the same limits; room for accounts and cards may grow.
 */
public final class EngineLimits {
    private static final String FILE = "limits.properties";
    private static final Map<String, Integer> DEFAULTS =
            Map.of(
                    "card_checks", EngineConfig.DEFAULT_CARD_CHECKS,
                    "card_check_ms", EngineConfig.DEFAULT_CARD_CHECK_MS);

    private EngineLimits() {}

    /**
     * The limits that the journal of this directory replays under.
     *
     * @throws IOException when the file is missing or unreadable
     */
    public static EngineConfig read(Path dataDirectory) throws IOException {
        final Properties values = new Properties();
        final Path file = dataDirectory.resolve(FILE);
        values.load(new StringReader(Files.readString(file, StandardCharsets.US_ASCII)));
        try {
            return new EngineConfig(
                    Integer.parseInt(values.getProperty("accounts")),
                    Integer.parseInt(values.getProperty("cards")),
                    Integer.parseInt(values.getProperty("holds")),
                    Integer.parseInt(values.getProperty("duplicate_window")),
                    Long.parseLong(values.getProperty("duplicate_ms")),
                    Integer.parseInt(values.getProperty("checkpoint_history")),
                    Integer.parseInt(orDefault(values, "card_checks")),
                    Long.parseLong(orDefault(values, "card_check_ms")));
        } catch (final NumberFormatException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    /** Directories of version 0.1 do not name them, and no card was checked there. */
    private static String orDefault(Properties values, String key) {
        return values.getProperty(key, Integer.toString(DEFAULTS.get(key)));
    }

    /** Writes the limits on the first start; refuses other ones on a later start. */
    static void settle(Path dataDirectory, EngineConfig config) {
        try {
            if (Files.exists(dataDirectory.resolve(FILE))) {
                final EngineConfig before = read(dataDirectory);
                if (before.equals(config)) return;
                requireCompatible(dataDirectory, before, config);
            }
            write(dataDirectory, config);
        } catch (final IOException e) {
            throw new StartException(
                    ExitCode.JOURNAL,
                    "data directory " + dataDirectory + " cannot be used: " + e,
                    e);
        }
    }

    private static void requireCompatible(
            Path dataDirectory, EngineConfig before, EngineConfig now) {
        final boolean isGrowing =
                now.maxAccounts() >= before.maxAccounts() && now.maxCards() >= before.maxCards();
        final boolean isSame =
                now.maxHolds() == before.maxHolds()
                        && now.windowCount() == before.windowCount()
                        && now.windowMs() == before.windowMs()
                        && now.checkpointHistory() == before.checkpointHistory()
                        && now.maxCardChecks() == before.maxCardChecks()
                        && now.cardCheckMs() == before.cardCheckMs();
        if (!isGrowing || !isSame) {
            throw new StartException(
                    ExitCode.USAGE,
                    "switch.yaml: limits differ from those of data directory "
                            + dataDirectory
                            + ": a journal replays only under its own limits; use "
                            + values(before)
                            + " (accounts and cards may be larger)",
                    null);
        }
    }

    /** Replaces the file whole: a power cut leaves the old one or the new one. */
    private static void write(Path dataDirectory, EngineConfig config) throws IOException {
        final StringBuilder text =
                new StringBuilder("# Limits this journal replays under; do not edit.\n");
        values(config).forEach((key, value) -> text.append(key + "=" + value + "\n"));
        final Path next = dataDirectory.resolve(FILE + ".next");
        Files.writeString(next, text, StandardCharsets.US_ASCII);
        force(next, StandardOpenOption.WRITE);
        Files.move(next, dataDirectory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        force(dataDirectory, StandardOpenOption.READ);
    }

    private static void force(Path path, OpenOption access) throws IOException {
        try (FileChannel channel = FileChannel.open(path, access)) {
            channel.force(true);
        }
    }

    private static Map<String, Long> values(EngineConfig config) {
        final Map<String, Long> values = new LinkedHashMap<>();
        values.put("accounts", (long) config.maxAccounts());
        values.put("cards", (long) config.maxCards());
        values.put("holds", (long) config.maxHolds());
        values.put("duplicate_window", (long) config.windowCount());
        values.put("duplicate_ms", config.windowMs());
        values.put("checkpoint_history", (long) config.checkpointHistory());
        values.put("card_checks", (long) config.maxCardChecks());
        values.put("card_check_ms", config.cardCheckMs());
        return values;
    }
}
