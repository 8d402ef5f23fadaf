package io.cardswitch.core.config;

import io.cardswitch.core.config.keys.HsmConfig;
import io.cardswitch.core.config.keys.HsmReader;
import io.cardswitch.core.edge.InFlightTable;
import io.cardswitch.core.engine.EngineConfig;
import io.cardswitch.core.journal.Durability;
import io.cardswitch.core.journal.JournalConfig;
import io.cardswitch.core.pipeline.PipelineConfig;
import io.cardswitch.core.pipeline.PipelineLayout;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.yaml.Problems;
import io.cardswitch.iso8583.yaml.YamlNode;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads switch.yaml; its limits have their defaults here. */
final class NodeReader {
    private static final int MOST = 1 << 30;
    private static final int MEBIBYTE = 1 << 20;
    private static final long HOUR_MS = 3_600_000;
    private static final int BATCH_LIMIT = 256;
    private static final String AUTOMATIC = "auto";

    private final Problems problems;
    private final YamlNode root;
    private final YamlNode limits;

    NodeReader(YamlNode root, Problems problems) {
        this.problems = problems;
        this.root = root;
        this.limits = root.get("limits");
    }

    NodeConfig node() {
        final boolean isProduction =
                root.choice("environment", List.of("test", "production")).equals("production");
        final YamlNode admin = root.require("admin");
        final NodeConfig node =
                new NodeConfig(
                        root.text("name"),
                        isProduction,
                        journal(isProduction),
                        pipeline(),
                        engine(),
                        admin.text("host", "127.0.0.1"),
                        (int) admin.number("port", 0, 65_535),
                        limit("checkpoint_commands", 1, MOST, 10_000),
                        limit("tick_ms", 10, 60_000, 1000));
        admin.rejectUnknownKeys();
        return node;
    }

    LimitsConfig limits() {
        final int inFlight = limit("in_flight", 2, 1 << 22, 16_384);
        final int frameBytes = limit("frame_bytes", 64, 16_384, 4096);
        final int entryBytes =
                InFlightTable.entryBytes(frameBytes, MessageDecoder.MAX_INDEX_LENGTH);
        final int mostInFlight = Integer.MAX_VALUE / entryBytes;
        if (inFlight > mostInFlight) {
            limits.get("in_flight")
                    .problem(
                            "in_flight " + inFlight + " of " + entryBytes + " bytes exceed 2 GiB",
                            "use " + mostInFlight + " or less, or lower frame_bytes");
        }
        return new LimitsConfig(
                inFlight,
                reserved("in_flight_reserved", 1024, inFlight),
                powerOfTwo("card_cache", 1, 1 << 22, 16_384),
                frameBytes,
                limit("connections", 1, 65_535, 1024),
                limit("connections_per_address", 1, 65_535, 256),
                limit("pending_bytes", 65_536, MOST, MEBIBYTE),
                limit("malformed_in_row", 1, 1000, 10),
                limit("idle_ms", 0, MOST, 600_000),
                limit("frame_ms", 100, MOST, 10_000),
                limit("user_timeout_ms", 1000, MOST, 30_000));
    }

    /** Whether the file could be read. */
    boolean isPresent() {
        return root.isPresent();
    }

    /** HSMs, empty without a section {@code hsm}. */
    Optional<HsmConfig> hsm(Path directory, int frameBytes, int eventLoops, long cardCheckMs) {
        return HsmReader.read(
                root.get("hsm"),
                directory,
                frameBytes,
                limit("hsm_pending", 16, 65_536, 1024),
                eventLoops,
                cardCheckMs);
    }

    /** Comes last: all known keys have been asked for by then. */
    void rejectUnknownKeys() {
        limits.rejectUnknownKeys();
        root.rejectUnknownKeys();
    }

    private JournalConfig journal(boolean isProduction) {
        return new JournalConfig(
                dataDirectory(),
                durability(isProduction),
                (long) MEBIBYTE * powerOfTwo("segment_mib", 1, 1024, 64),
                (long) MEBIBYTE * limit("free_mib", 0, MOST, 512),
                0);
    }

    private Path dataDirectory() {
        final YamlNode node = root.require("data_directory");
        try {
            return Path.of(node.text());
        } catch (final InvalidPathException e) {
            node.problem("\"" + node.text() + "\" is no path", "write a directory");
            return Path.of("");
        }
    }

    private Durability durability(boolean isProduction) {
        final YamlNode node = root.require("durability");
        final String label =
                node.choice(Arrays.stream(Durability.values()).map(Durability::label).toList());
        for (final Durability durability : Durability.values()) {
            if (durability.label().equals(label)) {
                if (isProduction && durability == Durability.NONE && node.isPresent()) {
                    node.problem(
                            "durability none in environment production",
                            "use process or disk; none keeps nothing and is for benchmarks");
                }
                return durability;
            }
        }
        throw new AssertionError(label);
    }

    private PipelineConfig pipeline() {
        final int slots = powerOfTwo("ring_slots", 2, MEBIBYTE, 8192);
        return new PipelineConfig(
                layout(root.get("pipeline")),
                slots,
                reserved("ring_reserved", 64, slots),
                BATCH_LIMIT,
                limit("drain_ms", 0, 600_000, 10_000));
    }

    private static PipelineLayout layout(YamlNode node) {
        final String label =
                node.isPresent() ? node.choice(List.of(AUTOMATIC, "compact", "staged")) : AUTOMATIC;
        for (final PipelineLayout layout : PipelineLayout.values()) {
            if (layout.label().equals(label)) {
                return layout;
            }
        }
        return PipelineLayout.forCores(Runtime.getRuntime().availableProcessors());
    }

    private EngineConfig engine() {
        return new EngineConfig(
                rows("accounts"),
                rows("cards"),
                limit("holds", 1, MOST, 100_000),
                powerOfTwo("duplicate_window", 2, MOST, 1 << 20),
                HOUR_MS * limit("duplicate_hours", 1, 10_000, 48),
                powerOfTwo("checkpoint_history", 1, MOST, 1 << 16),
                limit("card_checks", 1, 1 << 20, EngineConfig.DEFAULT_CARD_CHECKS),
                limit("card_check_ms", 100, 600_000, EngineConfig.DEFAULT_CARD_CHECK_MS));
    }

    /** Rows of a file: as many as can be when the limit is wrong, or no file would pass it. */
    private int rows(String key) {
        final int before = problems.count();
        final int value = limit(key, 1, MOST, 10_000);
        return root.isPresent() && problems.count() == before ? value : MOST;
    }

    private int limit(String key, int minimum, int maximum, int fallback) {
        return (int) limits.number(key, minimum, maximum, fallback);
    }

    private int powerOfTwo(String key, int minimum, int maximum, int fallback) {
        final int value = limit(key, minimum, maximum, fallback);
        if (Integer.bitCount(value) != 1) {
            limits.get(key)
                    .problem(
                            key + " " + value + " is no power of two",
                            "use " + Integer.highestOneBit(value));
            return fallback;
        }
        return value;
    }

    private int reserved(String key, int fallback, int all) {
        final int value = limit(key, 0, MOST, Math.min(fallback, all / 2));
        if (value >= all) {
            limits.get(key).problem(key + " " + value + " leaves nothing of " + all, "lower it");
            return 0;
        }
        return value;
    }
}
