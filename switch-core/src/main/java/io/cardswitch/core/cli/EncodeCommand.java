package io.cardswitch.core.cli;

import io.cardswitch.iso8583.describe.MessageJson;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

    @Mixin private DialectArgument dialect;

    /** For picocli. */
    public EncodeCommand() {}

    @Override
    public Integer call() throws IOException {
        final MessageLines.Translation translation =
                dialect.translation(
                        command,
                        (spec, header) -> new MessageJson(spec, header, null, true)::encode,
                        jpos -> jpos::encode);
        if (translation == null) return CommandLine.ExitCode.USAGE;
        final MessageLines lines = new MessageLines(translation, command.commandLine().getOut());
        lines.acceptAll(System.in);
        return lines.exitCode();
    }
}
