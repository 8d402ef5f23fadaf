package io.cardswitch.core.config;

import io.cardswitch.core.journal.Durability;
import io.cardswitch.core.pipeline.PipelineLayout;

import java.nio.file.Path;

/**
 * switch.yaml: what is true of this one node.
 *
 * @param name shown in the banner and in metrics
 * @param isProduction strict about keys and durability
 * @param dataDirectory where the journal lives
 * @param durability what an answer waits for
 * @param layout how the pipeline's stages are spread over threads
 * @param adminHost address of the admin HTTP server
 * @param adminPort its port
 * @param limits bounds of everything
 */
public record NodeConfig(
        String name,
        boolean isProduction,
        Path dataDirectory,
        Durability durability,
        PipelineLayout layout,
        String adminHost,
        int adminPort,
        LimitsConfig limits) {
    /** The same with another data directory. */
    public NodeConfig withDataDirectory(Path value) {
        return new NodeConfig(
                name, isProduction, value, durability, layout, adminHost, adminPort, limits);
    }
}
