package io.cardswitch.core.cli;

import io.cardswitch.core.config.ConfigReader;
import io.cardswitch.core.config.SwitchConfig;
import io.cardswitch.core.config.TestCards;
import io.cardswitch.core.node.ExitCode;
import io.cardswitch.iso8583.yaml.Problems;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/** {@code config}: checks configuration directories and makes test cards. */
@Command(
        name = "config",
        description = "Checks a configuration, or makes test cards.",
        footer = {"", "Example: cardswitch config check config/demo"},
        mixinStandardHelpOptions = true)
final class ConfigCommand {
    @Spec private CommandSpec spec;

    @Command(
            name = "check",
            description = "Checks a configuration directory and starts nothing; exit 0 or 2.",
            mixinStandardHelpOptions = true)
    int check(@Parameters(paramLabel = "DIR", description = "Has switch.yaml.") Path directory) {
        final Problems problems = new Problems();
        final Optional<SwitchConfig> config =
                ConfigReader.read(directory, System.getenv(), problems);
        if (config.isEmpty()) {
            return report(problems, spec.commandLine().getErr());
        }
        final PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%s is good: %d listeners, %d products, %d routes%n",
                directory,
                config.get().edge().links().size(),
                config.get().products().size(),
                config.get().routes().size());
        return ExitCode.DONE;
    }

    @Command(
            name = "generate",
            description = "Writes accounts.csv and cards.csv with invented test cards.",
            mixinStandardHelpOptions = true)
    int generate(
            @Parameters(paramLabel = "DIR", description = "Where to write.") Path directory,
            @Option(
                            names = "--seed",
                            defaultValue = "8583",
                            description = "Same seed, same cards. Default: ${DEFAULT-VALUE}")
                    long seed,
            @Option(
                            names = "--cards",
                            defaultValue = "1200",
                            description = "How many. Default: ${DEFAULT-VALUE}")
                    int count,
            @Option(
                            names = "--only-good",
                            description = "Every card active and rich, for benchmarks.")
                    boolean onlyGood)
            throws IOException {
        if (count < 1 || count > TestCards.MAX_COUNT) {
            spec.commandLine().getErr().println("--cards: 1 to " + TestCards.MAX_COUNT);
            return ExitCode.USAGE;
        }
        TestCards.write(directory, seed, count, onlyGood);
        spec.commandLine().getOut().println("wrote " + count + " cards to " + directory);
        return ExitCode.DONE;
    }

    /** Prints all problems, one a line; returns the exit code for them. */
    static int report(Problems problems, PrintWriter err) {
        problems.lines().forEach(err::println);
        err.flush();
        return ExitCode.USAGE;
    }
}
