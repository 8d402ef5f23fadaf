package io.cardswitch.core.cli;

import io.cardswitch.core.cli.demo.DemoCommand;
import io.cardswitch.core.cli.hsm.CryptoCommand;
import io.cardswitch.core.cli.hsm.HsmSimulatorCommand;
import io.cardswitch.core.cli.journal.JournalCommand;
import io.cardswitch.core.cli.secrets.ScanSecretsCommand;
import io.cardswitch.core.node.ExitCode;
import io.cardswitch.iso8583.mask.Masking;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The command line of CardSwitch. Exit codes: 0 done, 1 the command found what it looks for (a bad
 * record, a secret, a bad message), 2 wrong usage or configuration, 70 journal failure, 71 an
 * address cannot be bound.
 */
@Command(
        name = "cardswitch",
        description = "A durable ISO 8583 card switch.",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CommandLine.HelpCommand.class,
            DemoCommand.class,
            RunCommand.class,
            ConfigCommand.class,
            JournalCommand.class,
            ScanSecretsCommand.class,
            DecodeCommand.class,
            DescribeCommand.class,
            EncodeCommand.class,
            ConvertCommand.class,
            LoadCommand.class,
            HsmSimulatorCommand.class,
            CryptoCommand.class,
            ProbeCommand.class,
            SpecsCommand.class
        })
public final class CardSwitchCommand {
    @Spec private CommandSpec spec;

    private CardSwitchCommand() {}

    @Command(
            name = "bench",
            description = {
                "Runs the benchmark suites and records their figures.",
                "bench help lists them.",
                "The launcher of a source checkout runs it, not a distribution."
            },
            footer = {"", "Example: ./cardswitch bench codec"},
            mixinStandardHelpOptions = true)
    int bench(@Parameters(arity = "0..*", paramLabel = "SUITE") List<String> arguments) {
        return refuse("bench");
    }

    @Command(
            name = "test",
            description = {
                "Runs the tests and the gates of all modules.",
                "That is mvn verify on the right JDK.",
                "The launcher of a source checkout runs it, not a distribution."
            },
            footer = {"", "Example: ./cardswitch test -pl iso8583-specs"},
            mixinStandardHelpOptions = true)
    int test(@Parameters(arity = "0..*", paramLabel = "MAVEN_OPTION") List<String> arguments) {
        return refuse("test");
    }

    private int refuse(String command) {
        spec.commandLine().getErr().println(command + ": run ./cardswitch in a source checkout");
        return ExitCode.USAGE;
    }

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** All commands, ready to be executed. */
    public static CommandLine commandLine() {
        return new CommandLine(new CardSwitchCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((problem, arguments) -> refuse(problem));
    }

    /**
     * One line, so that it stays on the screen, and where help is; a command that only holds others
     * lists them.
     */
    private static int refuse(CommandLine.ParameterException problem) {
        final CommandLine command = problem.getCommandLine();
        final PrintWriter err = command.getErr();
        err.println(Masking.withoutCardNumbers(problem.getMessage()));
        final CommandSpec spec = command.getCommandSpec();
        final boolean isCallable = spec.userObject() instanceof Callable;
        final boolean isGroup = !isCallable && !command.getSubcommands().isEmpty();
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(problem, err)) {
            if (isGroup) command.usage(err);
            else err.println("Help: " + spec.qualifiedName() + " --help");
        }
        err.flush();
        return ExitCode.USAGE;
    }
}
