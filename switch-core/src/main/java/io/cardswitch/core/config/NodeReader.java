package io.cardswitch.core.config;

import io.cardswitch.core.journal.Durability;
import io.cardswitch.core.pipeline.PipelineLayout;
import io.cardswitch.iso8583.yaml.YamlNode;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Reads switch.yaml. */
final class NodeReader {
    private static final int MEBIBYTE = 1 << 20;
    private static final String AUTOMATIC = "auto";

    private NodeReader() {}

    static NodeConfig read(YamlNode root) {
        final boolean isProduction =
                root.choice("environment", List.of("test", "production")).equals("production");
        final NodeConfig node =
                new NodeConfig(
                        root.text("name"),
                        isProduction,
                        pathOf(root.require("data_directory")),
                        durabilityOf(root.require("durability"), isProduction),
                        layoutOf(root.get("pipeline")),
                        root.get("admin").text("host", "127.0.0.1"),
                        (int) root.require("admin").number("port", 0, 65535),
                        limitsOf(root.get("limits")));
        root.get("admin").rejectUnknownKeys();
        root.rejectUnknownKeys();
        return node;
    }

    private static Path pathOf(YamlNode node) {
        try {
            return Path.of(node.text());
        } catch (final InvalidPathException e) {
            node.problem("\"" + node.text() + "\" is no path", "write a directory");
            return Path.of("");
        }
    }

    private static Durability durabilityOf(YamlNode node, boolean isProduction) {
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

    private static PipelineLayout layoutOf(YamlNode node) {
        final String label =
                node.isPresent() ? node.choice(List.of(AUTOMATIC, "compact", "staged")) : AUTOMATIC;
        for (final PipelineLayout layout : PipelineLayout.values()) {
            if (layout.label().equals(label)) {
                return layout;
            }
        }
        return PipelineLayout.forCores(Runtime.getRuntime().availableProcessors());
    }

    private static LimitsConfig limitsOf(YamlNode node) {
        final int most = 1 << 30;
        final LimitsConfig limits =
                new LimitsConfig(
                        (int) node.number("accounts", 1, most, 10_000),
                        (int) node.number("cards", 1, most, 10_000),
                        (int) node.number("holds", 1, most, 100_000),
                        (int) node.number("duplicate_window", 1, most, 1_000_000),
                        powerOfTwo(node, "ring_slots", 1 << 20, 8192),
                        (int) node.number("ring_reserved", 1, most, 64),
                        powerOfTwo(node, "in_flight", 1 << 22, 16_384),
                        (int) node.number("in_flight_reserved", 1, most, 1024),
                        powerOfTwo(node, "card_cache", 1 << 22, 16_384),
                        (int) node.number("frame_bytes", 64, 65_535, 4096),
                        (int) node.number("connections", 1, 65_535, 1024),
                        (int) node.number("connections_per_address", 1, 65_535, 256),
                        (int) node.number("malformed_in_row", 1, 1000, 10),
                        (int) node.number("idle_ms", 1000, most, 600_000),
                        (int) node.number("frame_ms", 100, most, 10_000),
                        (int) node.number("checkpoint_commands", 1, most, 1_000_000),
                        (int) node.number("tick_ms", 10, 60_000, 1000),
                        (int) node.number("drain_ms", 0, 600_000, 10_000),
                        (long) MEBIBYTE * powerOfTwo(node, "segment_mib", 1024, 64),
                        MEBIBYTE * node.number("free_mib", 0, most, 512));
        checkReserved(node, "ring_reserved", limits.ringReserved(), limits.ringSlots());
        checkReserved(node, "in_flight_reserved", limits.inFlightReserved(), limits.inFlight());
        if (node.isPresent()) {
            node.rejectUnknownKeys();
        }
        return limits;
    }

    private static int powerOfTwo(YamlNode limits, String key, int maximum, int fallback) {
        final int value = (int) limits.number(key, 1, maximum, fallback);
        if (Integer.bitCount(value) != 1) {
            limits.get(key)
                    .problem(
                            key + " " + value + " is no power of two",
                            "use " + Integer.highestOneBit(value));
            return fallback;
        }
        return value;
    }

    private static void checkReserved(YamlNode limits, String key, int reserved, int all) {
        if (reserved >= all) {
            limits.get(key).problem(key + " " + reserved + " leaves nothing of " + all, "lower it");
        }
    }
}
