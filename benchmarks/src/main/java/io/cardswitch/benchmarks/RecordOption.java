package io.cardswitch.benchmarks;

import io.cardswitch.benchmarks.report.Machine;
import io.cardswitch.benchmarks.report.Results;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;

/** Where a suite keeps its history. */
final class RecordOption {
    private static final Path ROOT = Path.of(System.getProperty("cardswitch.root", "."));

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "Where figures are added. Default: benchmarks/results of the sources.")
    private Path directory;

    /** Prints the machine line and opens the history of a suite. */
    Results open(String suite) throws IOException {
        final Machine machine = Machine.here(ROOT);
        System.out.println(machine.line());
        return new Results(
                directory == null ? ROOT.resolve("benchmarks").resolve("results") : directory,
                suite,
                machine);
    }
}
