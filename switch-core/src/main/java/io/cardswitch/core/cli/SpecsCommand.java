package io.cardswitch.core.cli;

import io.cardswitch.core.config.dialect.SiteDialects;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.jpos.InterpretedDialect;
import io.cardswitch.iso8583.jpos.PackagerImport;
import io.cardswitch.iso8583.jpos.PackagerStatement;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.yaml.Problems;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * {@code specs}: the dialects there are, whether a dialect file is right, and packagers of jPOS.
 */
@Command(
        name = "specs",
        description = {
            "Lists the dialects: name, version, encoding, source.",
            "With --config those of the site too: which are ours, which jPOS interprets, and why."
        },
        footer = {
            "",
            "Examples:",
            "  cardswitch specs --config config/demo",
            "  cardswitch specs check site.yaml"
        },
        mixinStandardHelpOptions = true)
public final class SpecsCommand implements Callable<Integer> {
    /** The longest encodings are {@code mti ebcdic, bitmap [ebcdic-hex, binary]}. */
    private static final String ROW = "%-16s %-8s %-39s %s%n";

    @Spec private CommandSpec command;

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description = "configuration directory: its dialects are listed too")
    private Path directory;

    /** For picocli. */
    public SpecsCommand() {}

    @Override
    public Integer call() {
        SiteDialects site = null;
        if (directory != null) {
            site = DialectArgument.ofSite(directory, command);
            if (site == null) return CommandLine.ExitCode.USAGE;
        }
        final PrintWriter out = command.commandLine().getOut();
        out.printf(ROW, "NAME", "VERSION", "ENCODING", "SOURCE");
        for (final String name : Dialects.names()) {
            print(Dialects.bundled(name), "bundled", out);
        }
        if (site != null) {
            site.ownSpecs().forEach((file, spec) -> print(spec, file.toString(), out));
            site.interpreted()
                    .forEach((file, stated) -> {
                        print(stated, file, out);
                        printProblems(file, out);
                    });
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    /** Exit code 0, or 2 with a line for every problem. */
    @Command(
            name = "check",
            description = {
                "Checks dialect files; prints every problem as FILE:LINE: WHAT: HINT.",
                "Of those that jPOS interprets it says why."
            },
            mixinStandardHelpOptions = true)
    int check(
            @Parameters(arity = "1..*", paramLabel = "FILE", description = "dialect files")
                    List<Path> files) {
        final PrintWriter out = command.commandLine().getOut();
        int exitCode = CommandLine.ExitCode.OK;
        for (final Path file : files) {
            if (!check(file, out)) exitCode = CommandLine.ExitCode.USAGE;
            out.flush();
        }
        return exitCode;
    }

    /** Leaves whether the file is right; its problems were printed when not. */
    private boolean check(Path file, PrintWriter out) {
        if (DialectArgument.isInterpreted(file.toString())) {
            if (DialectArgument.interpreted(file, command) == null) return false;
            print(PackagerStatement.of(file, new Problems()), file, out);
        } else {
            final MessageSpec spec = DialectArgument.load(file, command);
            if (spec == null) return false;
            print(spec, file.toString(), out);
        }
        return true;
    }

    /** Exit code 0 with the dialect on the output, or 2; a line for all that it cannot say. */
    @Command(
            name = "import",
            description = {
                "Turns a GenericPackager file of jPOS into a dialect file on the output.",
                "What a dialect cannot say is printed as FILE:LINE: WHAT: REASON. When jPOS is on",
                "the class path, the dialect then has it interpret the file, for looking at"
                        + " messages."
            },
            footer = {
                "",
                "Example:",
                "  cardswitch specs import cfg/packager/site.xml > site.yaml"
            },
            mixinStandardHelpOptions = true)
    int importPackager(
            @Parameters(paramLabel = "JPOS.xml", description = "packager file") Path file,
            @Option(
                            names = "--name",
                            paramLabel = "NAME",
                            description = "name of the dialect; without it that of the file")
                    String name) {
        final Problems problems = new Problems();
        final String compiled = PackagerImport.toYaml(file, name, problems);
        final String yaml =
                compiled == null ? InterpretedDialect.toYaml(file, name, problems) : compiled;
        final PrintWriter err = command.commandLine().getErr();
        problems.lines().forEach(err::println);
        err.flush();
        if (yaml == null) return CommandLine.ExitCode.USAGE;
        final PrintWriter out = command.commandLine().getOut();
        out.print(yaml);
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    /** That and why jPOS interprets it. */
    private static void print(PackagerStatement stated, Path file, PrintWriter out) {
        out.printf(ROW, stated.name(), "", "interpreted by jPOS", file);
        stated.reasons().forEach(reason -> out.println("  " + reason));
    }

    /** What keeps jPOS from interpreting it here. */
    private static void printProblems(Path file, PrintWriter out) {
        final Problems problems = new Problems();
        InterpretedDialect.load(file, problems);
        problems.lines().forEach(problem -> out.println("  " + problem));
    }

    private static void print(MessageSpec spec, String source, PrintWriter out) {
        final int version = spec.version() < 100 ? 1900 + spec.version() : spec.version();
        final String encoding =
                "mti "
                        + spec.start().mti().notation()
                        + ", bitmap "
                        + spec.start().bitmapNotation();
        out.printf(ROW, spec.name(), version, encoding, source);
    }
}
