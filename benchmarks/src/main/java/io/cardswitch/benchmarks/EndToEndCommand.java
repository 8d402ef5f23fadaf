package io.cardswitch.benchmarks;

import io.cardswitch.benchmarks.peer.Contestant;
import io.cardswitch.benchmarks.peer.Outcome;
import io.cardswitch.benchmarks.peer.Trial;
import io.cardswitch.benchmarks.report.Results;
import io.cardswitch.benchmarks.report.Table;
import io.cardswitch.core.journal.Durability;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code bench end-to-end}: on-us purchases over TCP against one switch in another process. */
@Command(
        name = "end-to-end",
        description = {
            "On-us purchases over TCP against a switch in a process of its own; every answer is",
            "checked, its allocation is counted, its journal is verified."
        },
        mixinStandardHelpOptions = true)
final class EndToEndCommand implements Callable<Integer> {
    @Option(
            names = "--mode",
            defaultValue = "process",
            description = "none, process or disk. Default: ${DEFAULT-VALUE}",
            converter = DurabilityConverter.class)
    private Durability mode;

    @Option(names = "--connections", defaultValue = "4", description = "Default: 4.")
    private int connections;

    @Option(names = "--window", defaultValue = "256", description = "In flight. Default: 256.")
    private int window;

    @Option(names = "--duration", defaultValue = "30", description = "Seconds. Default: 30.")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "10", description = "Seconds. Default: 10.")
    private int warmUpSeconds;

    @Option(
            names = "--tps",
            defaultValue = "0",
            description = "Open loop at this rate, for latency. Default: 0, as fast as it goes.")
    private int requestsPerSecond;

    @Mixin private RecordOption record;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final Results results = record.open("end-to-end");
        final Outcome outcome =
                new Trial(
                                Contestant.of(mode),
                                connections,
                                window,
                                requestsPerSecond,
                                warmUpSeconds * 1_000L,
                                seconds * 1_000L)
                        .run();
        results.add(outcome.json());
        final Table table = table();
        row(table, outcome);
        System.out.print(table);
        System.out.print(allocation(outcome));
        System.out.println("journal: " + journalLine(outcome));
        System.out.println("added to " + results.file());
        return outcome.isClean() ? 0 : 1;
    }

    /** The columns of every table of trials. */
    static Table table() {
        return new Table(
                "contestant",
                "mode",
                "in flight",
                "tps",
                "p50 us",
                "p99 us",
                "p99.99 us",
                "CPU ns/answer",
                "driver ns",
                "B/answer",
                "collections",
                "answers");
    }

    /** Adds a trial to a table. */
    static void row(Table table, Outcome outcome) {
        table.row(
                outcome.trial().contestant().label(),
                outcome.trial().contestant().mode(),
                outcome.trial().connections() + " x " + outcome.trial().window(),
                String.format(Locale.ROOT, "%,.0f", outcome.load().tps()),
                String.format(Locale.ROOT, "%,.0f", outcome.load().latencyUs(50)),
                String.format(Locale.ROOT, "%,.0f", outcome.load().latencyUs(99)),
                String.format(Locale.ROOT, "%,.0f", outcome.load().latencyUs(99.99)),
                String.format(Locale.ROOT, "%,.0f", outcome.cpuNsPerAnswer()),
                String.format(Locale.ROOT, "%,.0f", outcome.driverNsPerAnswer()),
                String.format(Locale.ROOT, "%,.2f", outcome.allocatedPerAnswer()),
                Long.toString(outcome.used().collections()),
                outcome.isClean() ? "all right" : outcome.load().json());
    }

    /** Who allocated while it was measured; threads that are not named allocated nothing. */
    private static Table allocation(Outcome outcome) {
        final Table table = new Table("allocating thread", "bytes", "B/answer");
        outcome.used()
                .allocatedByThread()
                .forEach((thread, bytes) ->
                        table.row(
                                thread,
                                String.format(Locale.ROOT, "%,d", bytes),
                                String.format(
                                        Locale.ROOT,
                                        "%.3f",
                                        (double) bytes / Math.max(1, outcome.load().received()))));
        return table;
    }

    private static String journalLine(Outcome outcome) {
        if (outcome.journal() == null) {
            return "none is kept in this mode";
        }
        final String figures =
                String.format(
                        Locale.ROOT,
                        "%,d commands, %.0f bytes each",
                        outcome.journal().records(),
                        outcome.journalBytesPerCommand());
        return outcome.journal().damage() == null
                ? figures + ", whole"
                : figures + ", DAMAGED: " + outcome.journal().damage();
    }
}
