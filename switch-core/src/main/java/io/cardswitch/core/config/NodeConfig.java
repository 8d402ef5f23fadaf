package io.cardswitch.core.config;

import io.cardswitch.core.engine.EngineConfig;
import io.cardswitch.core.journal.JournalConfig;
import io.cardswitch.core.pipeline.PipelineConfig;

import java.nio.file.Path;

/**
 * switch.yaml: what is true of this one node.
 *
 * @param name shown in the banner
 * @param isProduction strict about keys and durability
 * @param journal data directory and durability
 * @param pipeline layout and ring
 * @param engine sizes of the tables
 * @param adminHost address of the admin HTTP server
 * @param adminPort its port, 0 for any free one
 * @param checkpointCommands commands between two checkpoints
 * @param tickMs longest time without a command
 */
public record NodeConfig(
        String name,
        boolean isProduction,
        JournalConfig journal,
        PipelineConfig pipeline,
        EngineConfig engine,
        String adminHost,
        int adminPort,
        int checkpointCommands,
        int tickMs) {
    NodeConfig withDataDirectory(Path value) {
        return new NodeConfig(
                name,
                isProduction,
                new JournalConfig(
                        value,
                        journal.durability(),
                        journal.segmentBytes(),
                        journal.minimumFreeBytes(),
                        journal.maximumBytes()),
                pipeline,
                engine,
                adminHost,
                adminPort,
                checkpointCommands,
                tickMs);
    }
}
