package io.cardswitch.core.cli;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.describe.MessageText;
import io.cardswitch.iso8583.framing.MessageHeader;
import io.cardswitch.iso8583.jpos.InterpretedDialect;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.IOException;
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

    @Mixin private HexArguments arguments;

    /** For picocli. */
    public DescribeCommand() {}

    @Override
    public Integer call() throws IOException {
        final MessageLines.Translation translation =
                arguments.dialect().translation(command, this::compiled, this::interpreted);
        if (translation == null) return CommandLine.ExitCode.USAGE;
        return arguments.translate(translation, command);
    }

    private MessageLines.Translation compiled(MessageSpec spec, MessageHeader header) {
        return new MessageText(spec, header, arguments.inClear())::describeHex;
    }

    private MessageLines.Translation interpreted(InterpretedDialect dialect) {
        return (line, out) -> dialect.describe(line, arguments.inClear(), out);
    }
}
