package io.cardswitch.core.cli;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.describe.MessageText;
import io.cardswitch.iso8583.framing.Header;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code describe}: messages in hexadecimal, explained element by element. */
@Command(
        name = "describe",
        description = {
            "Explains messages in hexadecimal, element by element.",
            "Takes arguments or lines of the standard input; shows bytes, name, value and meaning",
            "of every element and chip tag. Shows what there is of a bad message too; exits 1 if",
            "there was one."
        },
        footer = {
            "",
            "Example: cardswitch describe --spec iso87-binary"
                    + " 0800822000000000000004000000000000001122040017000001"
                    + "0301"
        },
        mixinStandardHelpOptions = true)
public final class DescribeCommand implements Callable<Integer> {
    @Spec private CommandSpec command;

    @Option(
            names = "--spec",
            required = true,
            paramLabel = "NAME|FILE.yaml",
            description = "the messages' dialect")
    private String dialect;

    @Option(
            names = "--clear",
            description = "show card numbers, tracks and PIN data; for test data only")
    private boolean inClear;

    @Option(
            names = "--header",
            paramLabel = "NAME",
            description = {
                "what stands in front of them: ${COMPLETION-CANDIDATES}",
                "as the dialect says when not given"
            })
    private Header header;

    @Parameters(paramLabel = "HEX", description = "messages; none: read the standard input")
    private List<String> messages = List.of();

    /** For picocli. */
    public DescribeCommand() {}

    @Override
    public Integer call() throws IOException {
        final MessageSpec spec = DialectArgument.resolve(dialect, command);
        if (spec == null) return CommandLine.ExitCode.USAGE;
        final Header inFront = header == null ? spec.header() : header;
        final MessageText text = new MessageText(spec, inFront, inClear);
        final MessageLines lines =
                new MessageLines(text::describeHex, command.commandLine().getOut());
        if (messages.isEmpty()) lines.acceptAll(System.in);
        else messages.forEach(lines::accept);
        return lines.exitCode();
    }
}
