package io.cardswitch.core.cli;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.describe.MessageJson;
import io.cardswitch.iso8583.framing.MessageHeader;
import io.cardswitch.iso8583.jpos.InterpretedDialect;
import io.cardswitch.iso8583.validate.MessageRules;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.concurrent.Callable;

/** {@code decode}: messages in hexadecimal, one JSON object each. */
@Command(
        name = "decode",
        description = {
            "Reads messages in hexadecimal and writes them as JSON.",
            "Takes arguments or lines of the standard input; writes one object a line.",
            "Goes on after a bad message; exits 1 if there was one."
        },
        footer = {
            "",
            "Example:",
            "  cardswitch decode --spec iso87-binary 0800202000000080000000000000000131323334"
                    + "35363738"
        },
        mixinStandardHelpOptions = true)
public final class DecodeCommand implements Callable<Integer> {
    @Spec private CommandSpec command;

    @Mixin private HexArguments arguments;

    @Option(
            names = "--validate",
            paramLabel = "NAME|FILE.yaml",
            description = "rules that the messages must keep too; bundled: iso87, iso93, iso2003")
    private String rules;

    /** For picocli. */
    public DecodeCommand() {}

    @Override
    public Integer call() throws IOException {
        final MessageRules kept = rules == null ? null : RulesArgument.resolve(rules, command);
        if (rules != null && kept == null) return CommandLine.ExitCode.USAGE;
        final MessageLines.Translation translation =
                arguments
                        .dialect()
                        .translation(
                                command,
                                (spec, header) -> compiled(spec, header, kept),
                                this::interpreted);
        if (translation == null) return CommandLine.ExitCode.USAGE;
        return arguments.translate(translation, command);
    }

    private MessageLines.Translation compiled(
            MessageSpec spec, MessageHeader header, MessageRules kept) {
        if (kept != null) RulesArgument.requireFor(spec, kept, command);
        return new MessageJson(spec, header, kept, arguments.inClear())::decodeHex;
    }

    private MessageLines.Translation interpreted(InterpretedDialect dialect) {
        if (rules != null) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), "--validate: not for a dialect that jPOS interprets");
        }
        return (line, out) -> dialect.decode(line, arguments.inClear(), out);
    }
}
