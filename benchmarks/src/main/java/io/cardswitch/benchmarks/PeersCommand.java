package io.cardswitch.benchmarks;

import io.cardswitch.benchmarks.peer.Contestant;
import io.cardswitch.benchmarks.peer.Outcome;
import io.cardswitch.benchmarks.peer.Trial;
import io.cardswitch.benchmarks.report.Results;
import io.cardswitch.benchmarks.report.Table;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code bench peers}: the switch and others, in turns, with the same frames and driver. */
@Command(
        name = "peers",
        description = {
            "The switch, jPOS Q2 with TransactionManager, a bare jPOS ISOServer and a Netty echo,",
            "in turns, with the same frames and the same driver. The ratios are the result."
        },
        mixinStandardHelpOptions = true)
final class PeersCommand implements Callable<Integer> {
    private static final int CONNECTIONS = 4;
    private static final int NARROW = 256;
    private static final int WIDE = 1_024;

    @Option(
            names = "--duration",
            defaultValue = "10",
            description = "Seconds of each measurement. Default: 10.")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "5", description = "Seconds. Default: 5.")
    private int warmUpSeconds;

    @Option(names = "--rounds", defaultValue = "2", description = "Turns of each. Default: 2.")
    private int rounds;

    @Mixin private RecordOption record;

    private record Match(Contestant contestant, int window) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        final Results results = record.open("peers");
        final List<Match> matches = new ArrayList<>();
        for (final Contestant contestant : Contestant.values()) {
            if (!contestant.isPresent()) {
                System.out.println(contestant.label() + ": not in this build (without-jpos)");
            } else if (contestant != Contestant.SWITCH_NONE) {
                matches.add(new Match(contestant, NARROW));
                if (contestant.isSwitch()) {
                    matches.add(new Match(contestant, WIDE));
                }
            }
        }
        final Table table = EndToEndCommand.table();
        final Map<Match, Double> sums = new LinkedHashMap<>();
        boolean isClean = true;
        for (int round = 0; round < rounds; round++) {
            for (final Match match : matches) {
                final Outcome outcome =
                        new Trial(
                                        match.contestant(),
                                        CONNECTIONS,
                                        match.window(),
                                        0,
                                        warmUpSeconds * 1_000L,
                                        seconds * 1_000L)
                                .run();
                results.add(outcome.json());
                EndToEndCommand.row(table, outcome);
                sums.merge(match, outcome.load().tps(), Double::sum);
                isClean &= outcome.isClean();
                System.out.printf(
                        Locale.ROOT,
                        "round %d: %s %s 4 x %d: %,.0f tps%n",
                        round + 1,
                        match.contestant().label(),
                        match.contestant().mode(),
                        match.window(),
                        outcome.load().tps());
            }
        }
        System.out.print(table);
        printRatios(sums);
        System.out.println("added to " + results.file());
        return isClean ? 0 : 1;
    }

    private static void printRatios(Map<Match, Double> sums) {
        final double ours = sums.get(new Match(Contestant.SWITCH_PROCESS, NARROW));
        sums.forEach((match, tps) -> {
            if (!match.contestant().isSwitch()) {
                System.out.printf(
                        Locale.ROOT,
                        "CardSwitch process 4 x %d = %.1f times %s%n",
                        NARROW,
                        ours / tps,
                        match.contestant().label());
            }
        });
        System.out.printf(
                Locale.ROOT,
                "CardSwitch disk 4 x %d = %.0f %% of process%n",
                WIDE,
                100
                        * sums.get(new Match(Contestant.SWITCH_DISK, WIDE))
                        / sums.get(new Match(Contestant.SWITCH_PROCESS, WIDE)));
    }
}
