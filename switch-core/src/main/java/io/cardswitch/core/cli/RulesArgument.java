package io.cardswitch.core.cli;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.validate.MessageRules;
import io.cardswitch.iso8583.yaml.Problems;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

import java.io.PrintWriter;
import java.nio.file.Path;

/** Rules named on the command line: bundled ones, or a file that ends in .yaml. */
final class RulesArgument {
    private RulesArgument() {}

    /** The rules; null, with their problems printed, when the file has any. */
    static MessageRules resolve(String argument, CommandSpec command) {
        if (argument.endsWith(".yaml")) {
            final Problems problems = new Problems();
            final MessageRules rules = MessageRules.load(Path.of(argument), problems);
            final PrintWriter err = command.commandLine().getErr();
            problems.lines().forEach(err::println);
            err.flush();
            return rules;
        }
        if (!MessageRules.names().contains(argument)) {
            throw refusal(
                    argument
                            + " is no set of rules: use "
                            + String.join(", ", MessageRules.names())
                            + " or a FILE.yaml",
                    command);
        }
        return MessageRules.bundled(argument);
    }

    /** Refuses rules that are for another version than the dialect. */
    static void requireFor(MessageSpec spec, MessageRules rules, CommandSpec command) {
        if (spec.version() != rules.version()) {
            throw refusal(rules + " is not for the version of " + spec, command);
        }
    }

    private static CommandLine.ParameterException refusal(String reason, CommandSpec command) {
        return new CommandLine.ParameterException(command.commandLine(), reason);
    }
}
