package io.cardswitch.core.cli;

import io.cardswitch.iso8583.codec.MessageSpec;
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
            "under which they parse, best first, and what fails under the others. Exits 1 if a",
            "frame parses under none."
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
        for (final Path file : files) {
            final MessageSpec spec = DialectArgument.load(file, command);
            if (spec == null) return CommandLine.ExitCode.USAGE;
            dialects.add(spec);
        }
        Dialects.names().forEach(name -> dialects.add(Dialects.bundled(name)));
        final ProbeText text = new ProbeText(dialects, isAll ? Integer.MAX_VALUE : SHOWN);
        final MessageLines lines =
                new MessageLines(isJson ? text::json : text::table, command.commandLine().getOut());
        if (frame.isEmpty()) lines.acceptAll(System.in);
        else lines.accept(String.join("", frame));
        return lines.exitCode();
    }
}
