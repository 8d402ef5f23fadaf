package io.cardswitch.core.cli;

import io.cardswitch.core.config.dialect.SiteDialects;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.jpos.InterpretedDialect;
import io.cardswitch.iso8583.probe.Probe;
import io.cardswitch.iso8583.probe.ProbeText;
import io.cardswitch.iso8583.spec.Dialects;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code probe}: under which framing, header and dialect a captured frame parses. */
@Command(
        name = "probe",
        description = {
            "Finds the framing, header and dialect of captured frames.",
            "Takes frames in hexadecimal, arguments or lines of the standard input. Names all",
            "under which they parse, best first, and what fails under the others. The dialect",
            "whose own header is there leads. Exits 1 if a frame parses under none."
        },
        footer = {
            "",
            "Example: cardswitch probe 0018 0800 2020000000800000 990000 000001 3132333435363738"
        },
        mixinStandardHelpOptions = true)
public final class ProbeCommand implements Callable<Integer> {
    private static final int SHOWN = 12;

    @Spec private CommandSpec command;

    @Option(
            names = "--spec",
            paramLabel = "FILE.yaml",
            description = "a dialect to be tried before the bundled ones; may be repeated")
    private List<Path> files = List.of();

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description = "configuration directory: its dialects are tried too")
    private Path directory;

    @Option(names = "--json", description = "one JSON object for each frame")
    private boolean isJson;

    @Option(names = "--all", description = "show every reading, not only the twelve best")
    private boolean isAll;

    @Parameters(paramLabel = "HEX", description = "one frame; none: a frame on each line of input")
    private List<String> frame = List.of();

    /** For picocli. */
    public ProbeCommand() {}

    @Override
    public Integer call() throws IOException {
        final List<MessageSpec> dialects = new ArrayList<>();
        final List<InterpretedDialect> interpreted = new ArrayList<>();
        final List<Path> packagers = new ArrayList<>();
        for (final Path file : files) {
            if (DialectArgument.isInterpreted(file.toString())) {
                packagers.add(file);
                continue;
            }
            final MessageSpec spec = DialectArgument.load(file, command);
            if (spec == null) return CommandLine.ExitCode.USAGE;
            dialects.add(spec);
        }
        if (directory != null) {
            final SiteDialects site = DialectArgument.ofSite(directory, command);
            if (site == null) return CommandLine.ExitCode.USAGE;
            dialects.addAll(site.ownSpecs().values());
            packagers.addAll(site.interpreted().keySet());
        }
        for (final Path file : packagers) {
            final InterpretedDialect dialect = DialectArgument.interpreted(file, command);
            if (dialect != null) interpreted.add(dialect);
            else if (files.contains(file)) return CommandLine.ExitCode.USAGE;
        }
        Dialects.names().forEach(name -> dialects.add(Dialects.bundled(name)));
        final Probe probe = new Probe(dialects, interpreted);
        final ProbeText text = new ProbeText(probe, isAll ? Integer.MAX_VALUE : SHOWN);
        final MessageLines lines =
                new MessageLines(isJson ? text::json : text::table, command.commandLine().getOut());
        if (frame.isEmpty()) lines.acceptAll(System.in);
        else lines.accept(String.join("", frame));
        return lines.exitCode();
    }
}
