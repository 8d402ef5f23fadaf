package io.cardswitch.core.cli;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.describe.MessageJson;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.framing.MessageHeader;
import io.cardswitch.iso8583.jpos.InterpretedDialect;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.concurrent.Callable;

/** {@code encode}: messages as JSON, one line of hexadecimal each. */
@Command(
        name = "encode",
        description = {
            "Reads messages as JSON and writes them in hexadecimal.",
            "Takes one object a line from the standard input, as decode --clear writes them, and",
            "writes one message a line in upper case. A line that is no message is answered with",
            "its error as JSON; the command then exits 1 at the end."
        },
        footer = {
            "",
            "Example:",
            "  echo '{\"mti\":\"0800\",\"fields\":{\"11\":\"1\",\"70\":\"301\"}}' |"
                    + " cardswitch encode --spec iso87-ascii"
        },
        mixinStandardHelpOptions = true)
public final class EncodeCommand implements Callable<Integer> {
    @Spec private CommandSpec command;

    @Option(
            names = "--spec",
            required = true,
            paramLabel = "NAME|FILE.yaml",
            description = "the messages' dialect")
    private String dialect;

    @Option(
            names = "--header",
            paramLabel = "NAME",
            description = {
                "what stands in front of them: ${COMPLETION-CANDIDATES}",
                "as the dialect says when not given"
            })
    private Header header;

    /** For picocli. */
    public EncodeCommand() {}

    @Override
    public Integer call() throws IOException {
        final MessageLines.Translation translation =
                DialectArgument.translation(dialect, command, this::compiled, this::interpreted);
        if (translation == null) return CommandLine.ExitCode.USAGE;
        final MessageLines lines = new MessageLines(translation, command.commandLine().getOut());
        lines.acceptAll(System.in);
        return lines.exitCode();
    }

    private MessageLines.Translation compiled(MessageSpec spec) {
        final MessageHeader inFront = header == null ? spec.header() : header;
        return new MessageJson(spec, inFront, null, true)::encode;
    }

    private MessageLines.Translation interpreted(InterpretedDialect interpreted) {
        if (header == null) return interpreted::encode;
        throw new CommandLine.ParameterException(
                command.commandLine(), "--header: not for a dialect that jPOS interprets");
    }
}
