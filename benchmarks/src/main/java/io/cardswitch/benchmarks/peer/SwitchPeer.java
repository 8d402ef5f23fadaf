package io.cardswitch.benchmarks.peer;

import io.cardswitch.core.config.ConfigReader;
import io.cardswitch.core.config.NodeConfig;
import io.cardswitch.core.config.SwitchConfig;
import io.cardswitch.core.node.NodePorts;
import io.cardswitch.core.node.SwitchNode;
import io.cardswitch.iso8583.yaml.Problems;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A switch as {@code run} starts it, with a journal that cannot fill the disk. */
public final class SwitchPeer {
    private SwitchPeer() {}

    /** Arguments: configuration directory, data directory, most bytes of journal to keep. */
    public static void main(String[] args) throws InterruptedException {
        final SwitchConfig config =
                read(Path.of(args[0]), Path.of(args[1]), Long.parseLong(args[2]));
        final SwitchNode node =
                SwitchNode.start(
                        config, new NodePorts(System.out, System.err, Runtime.getRuntime()::halt));
        Runtime.getRuntime().addShutdownHook(new Thread(node::close, "switch-stop"));
        new CountDownLatch(1).await();
    }

    /** The configuration of a site, with a cap on its journal; 0 for none. */
    public static SwitchConfig read(Path directory, Path data, long maximumBytes) {
        final Problems problems = new Problems();
        final SwitchConfig read =
                ConfigReader.read(directory, System.getenv(), problems)
                        .orElseThrow(() -> new IllegalStateException(problems.lines().toString()))
                        .withDataDirectory(data);
        final NodeConfig node = read.node();
        return new SwitchConfig(
                read.directory(),
                new NodeConfig(
                        node.name(),
                        node.isProduction(),
                        node.journal().withMaximumBytes(maximumBytes),
                        node.pipeline(),
                        node.engine(),
                        node.adminHost(),
                        node.adminPort(),
                        node.checkpointCommands(),
                        node.tickMs()),
                read.transport(),
                read.edge(),
                read.routes(),
                read.products(),
                read.tokenKey(),
                read.cards(),
                read.hsm());
    }
}
