package io.cardswitch.core.cli;

import io.cardswitch.core.config.ConfigReader;
import io.cardswitch.core.config.SwitchConfig;
import io.cardswitch.core.node.ExitCode;
import io.cardswitch.core.node.NodePorts;
import io.cardswitch.core.node.StartException;
import io.cardswitch.core.node.SwitchNode;
import io.cardswitch.iso8583.yaml.Problems;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** {@code run}: one switch node, until it is told to stop. */
@Command(
        name = "run",
        description = {
            "Runs one switch node.",
            "Prints READY when all listeners are open. SIGTERM and Ctrl-C drain what is in flight,",
            "force the journal and exit 0. Exit codes: 2 configuration, 70 journal, 71 an address",
            "is in use."
        },
        footer = {"", "Example: cardswitch run --config config/demo --data /var/lib/cardswitch"},
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--config",
            required = true,
            paramLabel = "DIR",
            description = "Configuration directory.")
    private Path directory;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory; default: data_directory of switch.yaml.")
    private Path data;

    @Override
    public Integer call() throws InterruptedException {
        final Problems problems = new Problems();
        final Optional<SwitchConfig> read = ConfigReader.read(directory, System.getenv(), problems);
        if (read.isEmpty()) {
            return ConfigCommand.report(problems, spec.commandLine().getErr());
        }
        final SwitchConfig config = data == null ? read.get() : read.get().withDataDirectory(data);
        // The hook stands before READY is printed: a signal may follow at once.
        final CompletableFuture<SwitchNode> started = new CompletableFuture<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started), "switch-stop"));
        try {
            started.complete(SwitchNode.start(config, ports()));
        } catch (final StartException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return e.exitCode();
        } finally {
            started.cancel(false);
        }
        new CountDownLatch(1).await(); // A signal ends the process through the hook.
        return ExitCode.DONE;
    }

    /** The streams and the death of this process. */
    static NodePorts ports() {
        return new NodePorts(System.out, System.err, Runtime.getRuntime()::halt);
    }

    private static void stop(CompletableFuture<SwitchNode> started) {
        final SwitchNode node = started.exceptionally(failure -> null).join();
        if (node == null) return;
        node.close();
        System.out.println("stopped");
        System.out.flush();
        // A JVM that was told to stop by a signal would report the signal instead of success.
        Runtime.getRuntime().halt(ExitCode.DONE);
    }
}
