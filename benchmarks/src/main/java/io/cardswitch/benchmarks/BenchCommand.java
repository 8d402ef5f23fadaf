package io.cardswitch.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;

/**
 * {@code bench}: the benchmark suites. Each prints the machine, its figures as a table, and adds
 * them to {@code benchmarks/results/}. Exit 1 when an answer was wrong or a journal was not whole.
 */
@Command(
        name = "bench",
        description = "Runs a benchmark suite and adds its figures to benchmarks/results/.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "SUITE",
        subcommands = {
            CommandLine.HelpCommand.class,
            EndToEndCommand.class,
            HsmCommand.class,
            PeersCommand.class,
            ReplayCommand.class
        })
public final class BenchCommand {
    /** Benchmark classes of the suites, as {@link JmhSuite#run} takes them. */
    static final String CODEC_CLASSES = "Codec|Edge";

    static final String ENGINE_CLASSES = "Engine";
    static final String JOURNAL_CLASSES = "Journal";

    private static final String LONG = "As long as the benchmarks ask for, not a few seconds each.";

    private BenchCommand() {}

    /** Runs one suite and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchCommand()).execute(args));
    }

    @Command(
            name = "codec",
            description = "Decoding and encoding, jPOS beside it; the edge around them.",
            mixinStandardHelpOptions = true)
    int codec(
            @Option(names = "--long", description = LONG) boolean isLong,
            @Mixin RecordOption record)
            throws IOException {
        return JmhSuite.run("codec", CODEC_CLASSES, isLong, record);
    }

    @Command(
            name = "engine",
            description = "The state machine on one thread.",
            mixinStandardHelpOptions = true)
    int engine(
            @Option(names = "--long", description = LONG) boolean isLong,
            @Mixin RecordOption record)
            throws IOException {
        return JmhSuite.run("engine", ENGINE_CLASSES, isLong, record);
    }

    @Command(
            name = "journal",
            description = "Appending to the journal in each mode.",
            mixinStandardHelpOptions = true)
    int journal(
            @Option(names = "--long", description = LONG) boolean isLong,
            @Mixin RecordOption record)
            throws IOException {
        return JmhSuite.run("journal", JOURNAL_CLASSES, isLong, record);
    }
}
