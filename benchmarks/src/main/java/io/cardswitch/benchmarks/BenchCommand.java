package io.cardswitch.benchmarks;

import static java.util.stream.Collectors.toCollection;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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
    /** Benchmark classes of the suites, as {@link JmhRow#of} takes them. */
    static final String CODEC_CLASSES = "Codec|Edge";

    static final String ENGINE_CLASSES = "Engine";
    static final String JOURNAL_CLASSES = "Journal";

    BenchCommand() {}

    /** Runs one suite and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchCommand()).execute(args));
    }

    @Command(
            name = "codec",
            description = {
                "Decoding and encoding, jPOS beside it; the edge around them.",
                "Takes about 10 minutes, two a dialect."
            },
            mixinStandardHelpOptions = true,
            footer = {"", "Example: ./cardswitch bench codec --dialect iso87-binary"})
    int codec(
            @Option(
                            names = "--dialect",
                            paramLabel = "NAME",
                            description = "Only rows of this dialect; may be repeated.")
                    Set<String> dialects,
            @Mixin JmhSuite suite)
            throws IOException {
        final List<JmhRow> rows = JmhRow.of(CODEC_CLASSES);
        if (dialects == null) return suite.run("codec", rows);
        final Set<String> known =
                rows.stream().map(JmhRow::dialect).collect(toCollection(TreeSet::new));
        for (final String dialect : dialects) {
            if (!known.contains(dialect)) {
                System.err.println(
                        "--dialect " + dialect + ": there are " + String.join(", ", known));
                return CommandLine.ExitCode.USAGE;
            }
        }
        rows.removeIf(row -> !dialects.contains(row.dialect()));
        return suite.run("codec", rows);
    }

    @Command(
            name = "engine",
            description = {
                "The state machine on one thread, with a thousand cards and with a million.",
                "Takes about 2 minutes."
            },
            mixinStandardHelpOptions = true,
            footer = {"", "Example: ./cardswitch bench engine"})
    int engine(@Mixin JmhSuite suite) throws IOException {
        return suite.run("engine", JmhRow.of(ENGINE_CLASSES));
    }

    @Command(
            name = "journal",
            description = {
                "Appending to the journal in each durability mode, in both file formats.",
                "Takes about 4 minutes; writes at most 2 GiB at a time, under the directory for",
                "temporary files, and removes them."
            },
            mixinStandardHelpOptions = true,
            footer = {"", "Example: ./cardswitch bench journal"})
    int journal(@Mixin JmhSuite suite) throws IOException {
        return suite.run("journal", JmhRow.of(JOURNAL_CLASSES));
    }
}
