package io.cardswitch.core.cli;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.framing.MessageHeader;
import io.cardswitch.iso8583.jpos.InterpretedDialect;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/** What a command takes that reads messages in hexadecimal, for its {@link Mixin}. */
final class HexArguments {
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

    @Option(
            names = "--clear",
            description = "show card numbers, tracks and PIN data; for test data only")
    private boolean inClear;

    @Parameters(paramLabel = "HEX", description = "messages; none: read the standard input")
    private List<String> messages = List.of();

    /** As {@link DialectArgument#translation} has it. */
    MessageLines.Translation translation(
            CommandSpec command,
            Function<MessageSpec, MessageLines.Translation> compiled,
            Function<InterpretedDialect, MessageLines.Translation> interpreted) {
        return DialectArgument.translation(
                dialect,
                command,
                compiled,
                jpos -> {
                    if (header == null) return interpreted.apply(jpos);
                    throw new ParameterException(
                            command.commandLine(),
                            "--header: not for a dialect that jPOS interprets");
                });
    }

    /** What stands in front of messages of the dialect. */
    MessageHeader header(MessageSpec spec) {
        return header == null ? spec.header() : header;
    }

    boolean inClear() {
        return inClear;
    }

    /** Translates all messages; leaves the exit code. */
    int translate(MessageLines.Translation translation, CommandSpec command) throws IOException {
        final MessageLines lines = new MessageLines(translation, command.commandLine().getOut());
        if (messages.isEmpty()) lines.acceptAll(System.in);
        else messages.forEach(lines::accept);
        return lines.exitCode();
    }
}
