package io.cardswitch.benchmarks;

import io.cardswitch.benchmarks.peer.Replay;
import io.cardswitch.benchmarks.report.Results;
import io.cardswitch.benchmarks.report.Table;
import io.cardswitch.core.journal.RecoveryReport;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code bench replay}: how fast a switch comes back. */
@Command(
        name = "replay",
        description = {
            "Lets a switch journal purchases under full load, then recovers its data directory:",
            "every record verified, every command applied, the state hash the same each time."
        },
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    @Option(
            names = "--records",
            defaultValue = "10000000",
            description = "Least commands in the journal. Default: ${DEFAULT-VALUE}")
    private long records;

    @Option(names = "--rounds", defaultValue = "3", description = "Recoveries. Default: 3.")
    private int rounds;

    @Mixin private RecordOption record;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final Results results = record.open("replay");
        final Table table = new Table("recovery", "commands", "seconds", "commands/s");
        try (Replay replay = Replay.prepare(records)) {
            long stateHash = 0;
            for (int round = 1; round <= rounds; round++) {
                final Replay.Recovery recovery = replay.recover();
                if (round > 1 && recovery.stateHash() != stateHash || !recovery.isConserved()) {
                    System.err.println("the state is not the same after each recovery");
                    return 1;
                }
                stateHash = recovery.stateHash();
                add(round, recovery.report(), table, results);
            }
        }
        System.out.print(table);
        System.out.println("added to " + results.file());
        return 0;
    }

    private static void add(int round, RecoveryReport report, Table table, Results results)
            throws IOException {
        final double seconds = report.nanos() / 1e9;
        table.row(
                Integer.toString(round),
                String.format(Locale.ROOT, "%,d", report.records()),
                String.format(Locale.ROOT, "%.2f", seconds),
                String.format(Locale.ROOT, "%,.0f", report.records() / seconds));
        results.add(
                String.format(
                        Locale.ROOT,
                        "\"round\":%d,\"commands\":%d,\"seconds\":%.3f,\"per_second\":%.0f",
                        round,
                        report.records(),
                        seconds,
                        report.records() / seconds));
    }
}
