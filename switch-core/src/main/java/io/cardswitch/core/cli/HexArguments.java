package io.cardswitch.core.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.List;

/** What a command takes that reads messages in hexadecimal, for its {@link Mixin}. */
final class HexArguments {
    @Mixin private DialectArgument dialect;

    @Option(
            names = "--clear",
            description = "show card numbers, tracks and PIN data; for test data only")
    private boolean inClear;

    @Parameters(paramLabel = "HEX", description = "messages; none: read the standard input")
    private List<String> messages = List.of();

    DialectArgument dialect() {
        return dialect;
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
