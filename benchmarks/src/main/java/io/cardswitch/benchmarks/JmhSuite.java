package io.cardswitch.benchmarks;

import io.cardswitch.benchmarks.report.Results;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.ListStatistics;
import org.openjdk.jmh.util.Statistics;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Runs JMH benchmarks row by row and tells at once what an operation of each costs. What is
 * compared takes turns, a JVM of jPOS and one of ours, because the speed of a shared machine
 * changes from minute to minute.
 */
final class JmhSuite {
    private static final String ALLOCATION = "gc.alloc.rate.norm";
    private static final int ITERATION_MS = 400;

    /** Seconds until a JVM measures: its start, and the first messages, cards or files. */
    private static final double START_SECONDS = 1.5;

    private static final double MEDIAN = 50;
    private static final double FIRST_QUARTER = 25;
    private static final double LAST_QUARTER = 75;
    private static final String COLUMNS = " %16s %11s %23s %6s %9s %7s%n";

    @Option(names = "--quick", description = "Rough figures: one short run of each, 5 seconds.")
    private boolean isQuick;

    @Mixin private RecordOption record;

    private final Map<String, Double> medians = new HashMap<>();

    /**
     * Measures, prints and records each row.
     *
     * @return 1 when JMH or a check of an answer failed
     */
    int run(String suite, List<JmhRow> rows) throws IOException {
        final Results results = record.open(suite);
        System.out.println(plan(rows.size()));
        final boolean isCompared = rows.stream().anyMatch(JmhRow::isPeer);
        final int width = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
        final String first = "%-" + width + "s";
        System.out.printf(
                first + COLUMNS,
                "benchmark",
                "durability",
                "median",
                "quarters",
                "unit",
                "B/op",
                isCompared ? "jPOS x" : "");
        final Path log = Files.createTempFile("jmh-", ".log");
        for (final List<JmhRow> compared : JmhRow.compared(rows)) {
            try {
                final Map<JmhRow, List<RunResult>> runs = inTurns(compared, log);
                for (final JmhRow row : compared) add(row, runs.get(row), first, results);
            } catch (final RunnerException e) {
                final String name = compared.getLast().name();
                System.err.println(name + ": " + e.getMessage() + "; JMH's log: " + log);
                return 1;
            }
        }
        Files.delete(log);
        System.out.println(
                "Median of all measurements, and the quarters around it."
                        + (isCompared ? " jPOS x: times as fast as jPOS on the same bytes." : ""));
        System.out.println("added to " + results.file());
        return 0;
    }

    /** What will run, and how long it takes on a machine that does nothing else. */
    String plan(int rows) {
        final int iterations = warmUps() + measurements();
        final double seconds = forks() * (START_SECONDS + iterations * ITERATION_MS / 1e3);
        return String.format(
                Locale.ROOT,
                "%d rows, %.0f s each, about %.0f min in all: %d x %d measurements of %d ms",
                rows,
                seconds,
                Math.ceil(rows * seconds / 60),
                forks(),
                measurements(),
                ITERATION_MS);
    }

    private int forks() {
        return isQuick ? 1 : 3;
    }

    private int warmUps() {
        return isQuick ? 2 : 5;
    }

    private int measurements() {
        return isQuick ? 5 : 8;
    }

    private Map<JmhRow, List<RunResult>> inTurns(List<JmhRow> rows, Path log)
            throws RunnerException {
        final Map<JmhRow, List<RunResult>> runs = new HashMap<>();
        for (int turn = 0; turn < forks(); turn++) {
            for (final JmhRow row : rows) {
                runs.computeIfAbsent(row, any -> new ArrayList<>()).add(measure(row, log));
            }
        }
        return runs;
    }

    /** One JVM. */
    private RunResult measure(JmhRow row, Path log) throws RunnerException {
        final ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include("^" + Pattern.quote(row.benchmark()) + "$")
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .output(log.toString())
                        .forks(1)
                        .warmupIterations(warmUps())
                        .warmupTime(TimeValue.milliseconds(ITERATION_MS))
                        .measurementIterations(measurements())
                        .measurementTime(TimeValue.milliseconds(ITERATION_MS));
        row.parameters().forEach((name, value) -> options.param(name, value));
        return new Runner(options.build()).runSingle();
    }

    private void add(JmhRow row, List<RunResult> runs, String first, Results results)
            throws IOException {
        final Statistics statistics = scores(runs);
        final double bytes = runs.stream().mapToDouble(JmhSuite::allocation).max().getAsDouble();
        final String unit = runs.getFirst().getPrimaryResult().getScoreUnit();
        final double median = statistics.getPercentile(MEDIAN);
        final double low = statistics.getPercentile(FIRST_QUARTER);
        final double high = statistics.getPercentile(LAST_QUARTER);
        medians.put(row.name(), median);
        final Double peer = medians.get(row.peerName());
        System.out.printf(
                Locale.ROOT,
                first + COLUMNS,
                row.name(),
                row.durability(),
                String.format(Locale.ROOT, "%,.2f", median),
                String.format(Locale.ROOT, "%,.2f-%,.2f", low, high),
                unit,
                String.format(Locale.ROOT, "%,.3f", bytes),
                peer == null ? "" : String.format(Locale.ROOT, "%.1f", peer / median));
        results.add(
                String.format(
                        Locale.ROOT,
                        "\"benchmark\":\"%s\",\"durability\":\"%s\","
                                + "\"median\":%.3f,\"quarters\":[%.3f,%.3f],\"measurements\":%d,"
                                + "\"unit\":\"%s\",\"allocated_bytes\":%.3f,\"times_jpos\":%.2f",
                        row.name(),
                        row.durability(),
                        median,
                        low,
                        high,
                        statistics.getN(),
                        unit,
                        Double.isNaN(bytes) ? -1 : bytes,
                        peer == null ? -1 : peer / median));
    }

    /** Of every measurement. */
    private static Statistics scores(List<RunResult> runs) {
        final ListStatistics scores = new ListStatistics();
        for (final RunResult run : runs) {
            run.getBenchmarkResults().stream()
                    .flatMap(fork -> fork.getIterationResults().stream())
                    .forEach(each -> scores.addValue(each.getPrimaryResult().getScore()));
        }
        return scores;
    }

    private static double allocation(RunResult run) {
        final Result<?> bytes = run.getSecondaryResults().get(ALLOCATION);
        return bytes == null ? Double.NaN : bytes.getScore();
    }
}
