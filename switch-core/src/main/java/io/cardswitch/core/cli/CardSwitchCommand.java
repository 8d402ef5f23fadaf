package io.cardswitch.core.cli;

import io.cardswitch.core.cli.demo.DemoCommand;
import io.cardswitch.core.cli.journal.JournalCommand;
import io.cardswitch.core.cli.secrets.ScanSecretsCommand;

import picocli.CommandLine;
import picocli.CommandLine.Command;

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
            EncodeCommand.class,
            LoadCommand.class,
            SpecsCommand.class
        })
public final class CardSwitchCommand {
    private CardSwitchCommand() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** All commands, ready to be executed. */
    public static CommandLine commandLine() {
        return new CommandLine(new CardSwitchCommand());
    }
}
