package io.cardswitch.core.cli;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.yaml.Problems;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

import java.io.PrintWriter;
import java.nio.file.Path;

/** A dialect named on the command line: a bundled one, or a file that ends in .yaml. */
final class DialectArgument {
    private DialectArgument() {}

    /** The dialect; null, with its problems printed, when the file has any. */
    static MessageSpec resolve(String argument, CommandSpec command) {
        if (argument.endsWith(".yaml")) return load(Path.of(argument), command);
        if (!Dialects.names().contains(argument)) {
            throw new CommandLine.ParameterException(
                    command.commandLine(),
                    argument
                            + " is no dialect: use "
                            + String.join(", ", Dialects.names())
                            + " or a FILE.yaml");
        }
        return Dialects.bundled(argument);
    }

    /** The dialect of a file; null, with its problems printed, when it has any. */
    static MessageSpec load(Path file, CommandSpec command) {
        final Problems problems = new Problems();
        final MessageSpec spec = Dialects.load(file, problems);
        final PrintWriter err = command.commandLine().getErr();
        problems.lines().forEach(err::println);
        err.flush();
        return spec;
    }
}
