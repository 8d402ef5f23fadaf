package io.cardswitch.core.cli;

import io.cardswitch.core.node.ExitCode;
import io.cardswitch.core.simulator.AuditTape;
import io.cardswitch.core.simulator.LoadConfig;
import io.cardswitch.core.simulator.LoadGenerator;
import io.cardswitch.core.simulator.LoadReport;
import io.cardswitch.core.simulator.MixFile;
import io.cardswitch.core.simulator.request.LoadMix;
import io.cardswitch.core.simulator.request.SimulatedCard;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.Framing;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.yaml.Problems;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** {@code load}: sends transactions to a switch, checks every answer, measures. */
@Command(
        name = "load",
        description = {
            "Sends transactions to a switch and checks every answer.",
            "Open loop at a rate, latency counted from the time a request should have left;",
            "closed loop with --tps max. The last line is JSON, latencies in microseconds.",
            "Exit 1 when an answer was missing, wrong or not expected."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: cardswitch load --target 127.0.0.1:8583 --spec iso87-binary --tps 1000",
            "           --connections 4 --window 64 --duration 10"
        })
final class LoadCommand implements Callable<Integer> {
    private static final int PROGRESS_MS = 1_000;
    private static final int STOP_MS = 5_000;
    private static final int MAXIMUM_SECONDS = 7 * 24 * 3600;

    @Spec private CommandSpec spec;

    @Option(names = "--target", required = true, paramLabel = "HOST:PORT", description = "Switch.")
    private String target;

    @Option(names = "--spec", required = true, paramLabel = "NAME", description = "Dialect.")
    private String dialectName;

    @Option(
            names = "--tps",
            required = true,
            paramLabel = "N|max",
            description = "Transactions a second over all connections, or max.")
    private String rate;

    @Option(names = "--connections", defaultValue = "4", description = "Default: 4.")
    private int connections;

    @Option(
            names = "--window",
            defaultValue = "64",
            description = "Most requests in flight on a connection. Default: 64.")
    private int window;

    @Option(
            names = "--duration",
            defaultValue = "10",
            paramLabel = "S",
            description = "Seconds. Default: 10.")
    private int seconds;

    @Option(
            names = "--mix",
            paramLabel = "FILE",
            description = "What to send. Default: purchases over the demo's active cards.")
    private Path mixFile;

    @Option(
            names = "--tape",
            paramLabel = "FILE",
            description = "Appends every request and answer, one JSON object a line.")
    private Path tapeFile;

    @Option(
            names = "--framing",
            paramLabel = "NAME",
            description = "${COMPLETION-CANDIDATES}. Default: ASC4 for ASCII, else BIN2.")
    private Framing framing;

    @Option(
            names = "--header",
            paramLabel = "NAME",
            description = "${COMPLETION-CANDIDATES}. Default: the framing's own.")
    private Header header;

    @Override
    public Integer call() throws InterruptedException {
        final MessageSpec dialect = DialectArgument.resolve(dialectName, spec);
        if (dialect == null) {
            return ExitCode.USAGE;
        }
        final LoadConfig config = config(dialect);
        final Problems problems = new Problems();
        final LoadMix mix = mix(problems);
        if (mix == null) {
            return ConfigCommand.report(problems, spec.commandLine().getErr());
        }
        if (tapeFile == null) {
            return run(config, mix, null);
        }
        try (AuditTape tape = AuditTape.open(tapeFile)) {
            return run(config, mix, tape);
        } catch (final IOException e) {
            return fail(tapeFile + ": tape cannot be written: name a file in a folder of yours");
        }
    }

    private int run(LoadConfig config, LoadMix mix, AuditTape tape) throws InterruptedException {
        final LoadGenerator generator;
        try {
            generator = new LoadGenerator(config, mix, tape);
        } catch (final IOException e) {
            return fail(
                    target
                            + ": cannot connect: "
                            + e.getMessage()
                            + ": start the switch or correct --target");
        }
        final Thread sender = Thread.ofPlatform().name("load").start(generator);
        final CountDownLatch reported = new CountDownLatch(1);
        final Thread stopping = new Thread(() -> stop(generator, reported), "load-stop");
        Runtime.getRuntime().addShutdownHook(stopping);
        final PrintWriter out = spec.commandLine().getOut();
        LoadReport last = generator.report();
        while (!sender.join(Duration.ofMillis(PROGRESS_MS))) {
            final LoadReport now = generator.report();
            out.println(progress(last, now));
            out.flush();
            last = now;
        }
        final LoadReport report = generator.report();
        out.println(json(config, report));
        out.flush();
        reported.countDown();
        if (!generator.isStopped()) {
            Runtime.getRuntime().removeShutdownHook(stopping);
        }
        if (generator.failure() != null) {
            return fail(generator.failure());
        }
        return report.isClean() ? ExitCode.DONE : ExitCode.FOUND;
    }

    private int fail(String words) {
        final PrintWriter err = spec.commandLine().getErr();
        err.println(words);
        err.flush();
        return ExitCode.FOUND;
    }

    /** Interrupted by a signal: what was sent so far is reported all the same. */
    private static void stop(LoadGenerator generator, CountDownLatch reported) {
        generator.stop();
        try {
            if (!reported.await(STOP_MS, TimeUnit.MILLISECONDS)) {
                System.err.println("stopped without a report");
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private LoadConfig config(MessageSpec dialect) {
        final int colon = target.lastIndexOf(':');
        final int port = colon < 0 ? -1 : number(target.substring(colon + 1), 65_535);
        if (port < 1) {
            throw new ParameterException(spec.commandLine(), "--target: write HOST:PORT");
        }
        final int perSecond = "max".equals(rate) ? 0 : number(rate, 100_000_000);
        if (perSecond < 0 || perSecond == 0 && !"max".equals(rate)) {
            throw new ParameterException(spec.commandLine(), "--tps: write a number or max");
        }
        if (seconds < 1 || seconds > MAXIMUM_SECONDS) {
            throw new ParameterException(spec.commandLine(), "--duration: 1 to " + MAXIMUM_SECONDS);
        }
        if (dialect.version() != 87) {
            throw new ParameterException(spec.commandLine(), "--spec: a dialect of ISO 8583:1987");
        }
        final Framing usual = LoadConfig.usualFraming(dialect);
        final Framing frames = framing == null ? usual : framing;
        if (frames.needsText() && usual != Framing.ASC4) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--framing: " + frames + " cannot carry " + dialect + ": its bytes may be 03");
        }
        try {
            return new LoadConfig(
                    target.substring(0, colon),
                    port,
                    dialect,
                    frames,
                    header == null ? frames.header() : header,
                    connections,
                    window,
                    perSecond,
                    0,
                    seconds * 1_000L,
                    true,
                    false);
        } catch (final IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static int number(String text, int highest) {
        try {
            final int value = Integer.parseInt(text);
            return value > highest ? -1 : value;
        } catch (final NumberFormatException e) {
            return -1;
        }
    }

    private LoadMix mix(Problems problems) {
        if (mixFile != null) {
            return MixFile.read(mixFile, problems);
        }
        final List<SimulatedCard> cards = MixFile.activeCards(MixFile.demoCards(), problems);
        return cards.isEmpty() ? null : LoadMix.purchases(cards);
    }

    private static String progress(LoadReport before, LoadReport now) {
        return String.format(
                Locale.ROOT,
                "%5.0f s  %9d tps  sent %d  received %d  approved %d  unexpected %d"
                        + "  mismatched %d  unanswered %d  resets %d  p99 %.0f us",
                now.seconds(),
                Math.round(
                        (now.received() - before.received())
                                / Math.max(0.001, now.seconds() - before.seconds())),
                now.sent(),
                now.received(),
                now.approved(),
                now.unexpected(),
                now.mismatched(),
                now.unanswered(),
                now.resets(),
                now.latencyUs(99));
    }

    private String json(LoadConfig config, LoadReport report) {
        return String.format(
                        Locale.ROOT,
                        "{\"target\":\"%s\",\"spec\":\"%s\",\"loop\":\"%s\",\"connections\":%d,"
                                + "\"window\":%d,",
                        target,
                        dialectName,
                        config.isOpenLoop() ? "open" : "closed",
                        connections,
                        window)
                + report.json().substring(1);
    }
}
