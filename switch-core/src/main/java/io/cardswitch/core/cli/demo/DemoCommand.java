package io.cardswitch.core.cli.demo;

import io.cardswitch.core.admin.PostingsSums;
import io.cardswitch.core.config.ConfigReader;
import io.cardswitch.core.config.SwitchConfig;
import io.cardswitch.core.node.ExitCode;
import io.cardswitch.core.node.NodePorts;
import io.cardswitch.core.node.StartException;
import io.cardswitch.core.node.SwitchNode;
import io.cardswitch.core.simulator.LoadReport;
import io.cardswitch.hsm.simulator.SoftwareHsm;
import io.cardswitch.hsm.simulator.SoftwareHsmConfig;
import io.cardswitch.hsm.transport.HsmEndpointConfig;
import io.cardswitch.iso8583.yaml.Problems;

import org.agrona.IoUtil;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** {@code demo}: a switch and simulated terminals in one process. */
@Command(
        name = "demo",
        description = {
            "Runs a switch with simulated points of sale and cash machines.",
            "Cards are put in with chip and PIN, swiped or typed; a software HSM checks them, and",
            "verifies and makes the MACs of half of the points of sale.",
            "All on this machine, until Ctrl-C or the end of --duration. Uses the ports of",
            "config/demo."
        },
        footer = {"", "Example: cardswitch demo --tps 500 --duration 20"},
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost");

    @Spec private CommandSpec spec;

    @Option(
            names = "--tps",
            defaultValue = "200",
            description = "Transactions a second. Default: ${DEFAULT-VALUE}")
    private int tps;

    @Option(
            names = "--duration",
            paramLabel = "S",
            defaultValue = "0",
            description = "Seconds; 0 runs until Ctrl-C. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory that is kept; default: a new one, removed at the end.")
    private Path data;

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description = "Another configuration than config/demo.")
    private Path directory;

    private final CountDownLatch stopRequest = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile int exitCode = ExitCode.FOUND;

    /** For picocli. */
    public DemoCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        final PrintWriter err = spec.commandLine().getErr();
        if (tps < 1 || tps > 1_000_000 || seconds < 0 || seconds > 1_000_000) {
            err.println("--tps: 1 to 1000000; --duration: 0 to 1000000");
            return ExitCode.USAGE;
        }
        final Problems problems = new Problems();
        final Optional<SwitchConfig> read =
                ConfigReader.read(configDirectory(), System.getenv(), problems);
        if (read.isEmpty()) {
            problems.lines().forEach(err::println);
            return ExitCode.USAGE;
        }
        final Path kept = data == null ? Files.createTempDirectory("cardswitch-demo-") : data;
        final Thread hook = new Thread(this::stopAndWait, "demo-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            exitCode = runWithHsm(read.get().withDataDirectory(kept));
            return exitCode;
        } catch (final StartException e) {
            err.println(e.getMessage());
            exitCode = e.exitCode();
            return exitCode;
        } finally {
            if (data == null) {
                IoUtil.delete(kept.toFile(), true);
            }
            err.flush();
            spec.commandLine().getOut().flush();
            end.countDown();
        }
    }

    private Path configDirectory() {
        if (directory != null) {
            return directory;
        }
        final String home = System.getProperty("cardswitch.home", ".");
        return Path.of(home, "config", "demo");
    }

    /** The HSM of the configuration is a simulated one when it is to be on this machine. */
    private int runWithHsm(SwitchConfig config) throws IOException, InterruptedException {
        final Optional<HsmEndpointConfig> local =
                config.hsm()
                        .map(hsm -> hsm.pool().endpoints().getFirst())
                        .filter(endpoint -> LOOPBACK.contains(endpoint.host()));
        if (local.isEmpty() || config.node().isProduction()) {
            return run(config);
        }
        final PrintWriter out = spec.commandLine().getOut();
        try (SoftwareHsm hsm = startHsm(local.get().port())) {
            out.println(SoftwareHsm.BANNER);
            out.println("hsm listens on port " + hsm.port());
            out.flush();
            return run(config.withLocalHsm(hsm.port()));
        }
    }

    private static SoftwareHsm startHsm(int port) throws IOException {
        try {
            return SoftwareHsm.start(SoftwareHsmConfig.onLoopback(port));
        } catch (final BindException e) {
            return SoftwareHsm.start(SoftwareHsmConfig.onLoopback(0)); // Another one stands there.
        }
    }

    private int run(SwitchConfig config) throws IOException, InterruptedException {
        final PrintWriter out = spec.commandLine().getOut();
        final NodePorts ports = new NodePorts(System.out, System.err, Runtime.getRuntime()::halt);
        try (SwitchNode node = SwitchNode.start(config, ports)) {
            final DemoTerminals terminals =
                    new DemoTerminals(config, node::port, tps, seconds * 1000L);
            out.println(
                    "terminals: points of sale and cash machines, "
                            + tps
                            + " transactions a second"
                            + (seconds > 0 ? " for " + seconds + " s" : "; stop with Ctrl-C"));
            terminals.start();
            final long start = System.nanoTime();
            while (terminals.areRunning() && !stopRequest.await(1, TimeUnit.SECONDS)) {
                printStatus(out, System.nanoTime() - start, terminals.report());
            }
            terminals.stop();
            final Optional<String> failure = terminals.failure();
            failure.ifPresent(e -> spec.commandLine().getErr().println("terminals failed: " + e));
            final boolean isRight = summarize(out, terminals.report(), node);
            return isRight && failure.isEmpty() ? ExitCode.DONE : ExitCode.FOUND;
        }
    }

    private static void printStatus(PrintWriter out, long elapsedNs, LoadReport report) {
        out.printf(
                "%4d s  sent %d  answered %d  %.0f/s  approved %d  p50 %.0f us  p99 %.0f us%n",
                TimeUnit.NANOSECONDS.toSeconds(elapsedNs),
                report.sent(),
                report.received(),
                report.tps(),
                report.approved(),
                report.latencyUs(50),
                report.latencyUs(99));
        out.flush();
    }

    /** Prints the summary; true when every answer was right and no money was made or lost. */
    private static boolean summarize(PrintWriter out, LoadReport report, SwitchNode node) {
        out.println();
        out.printf(
                "transactions  %d sent, %d answered, %d unanswered, %d connections lost%n",
                report.sent(), report.received(), report.unanswered(), report.resets());
        out.printf("approved      %d%n", report.approved());
        for (final Map.Entry<String, Long> code : report.responseCodes().entrySet()) {
            if (!code.getKey().equals("00")) {
                out.printf("declined %s   %d%n", code.getKey(), code.getValue());
            }
        }
        out.printf(
                "latency       p50 %.0f us, p99 %.0f us, p99.99 %.0f us%n",
                report.latencyUs(50), report.latencyUs(99), report.latencyUs(99.99));
        final String checks = "switch_card_checks_total";
        final String macs = "switch_message_macs_total";
        out.printf(
                "cards         %d checked by the HSM, %d right%n",
                node.metric(checks, ""), node.metric(checks, "\"passed\""));
        final long verified = node.metric(macs, "\"verified\"");
        final long made = node.metric(macs, "\"made\"");
        out.printf(
                "MACs          %d of messages verified, %d of answers made, %d others%n",
                verified, made, node.metric(macs, "") - verified - made);
        final String[] sums = new String[1];
        final boolean[] isConserved = new boolean[1];
        node.read(engine -> {
            sums[0] = PostingsSums.of(engine);
            isConserved[0] = engine.isConserved();
        });
        out.printf("postings sum = %s %s%n", isConserved[0] ? 0 : "NOT ZERO", sums[0]);
        out.flush();
        return isConserved[0] && report.isClean();
    }

    /** Ctrl-C: the main thread finishes as at the end of the duration; then the process ends. */
    private void stopAndWait() {
        stopRequest.countDown();
        try {
            end.await();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode);
    }
}
