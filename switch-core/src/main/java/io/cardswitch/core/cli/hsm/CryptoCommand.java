package io.cardswitch.core.cli.hsm;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** {@code crypto}: payment cryptography with test keys. */
@Command(
        name = "crypto",
        description = {
            "Computes and explains payment cryptography with test keys.",
            "Check values, PIN blocks, card values, key blocks, chip cryptograms. Arguments of a",
            "command line can be seen by others on the machine: never give a live key, PIN or",
            "card."
        },
        footer = {"", "Example: cardswitch crypto kcv 0123456789ABCDEFFEDCBA9876543210"},
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {
            KcvCommand.class,
            PinBlockCommand.class,
            CvvCommand.class,
            Tr31Command.class,
            ArqcCommand.class
        })
public final class CryptoCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    /** For picocli. */
    public CryptoCommand() {}

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return 0;
    }
}
