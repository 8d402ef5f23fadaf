package io.cardswitch.benchmarks;

import io.cardswitch.benchmarks.report.Results;
import io.cardswitch.benchmarks.report.Table;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs JMH benchmarks by the name of their class and tells what an operation costs. */
final class JmhSuite {
    private static final String DURABILITY = "durability";
    private static final String ALLOCATION = "gc.alloc.rate.norm";
    private static final int SHORT_WARM_UPS = 6;
    private static final int SHORT_MEASUREMENTS = 15;
    private static final TimeValue SHORT_ITERATION = TimeValue.milliseconds(400);
    private static final double MEDIAN = 50;
    private static final double FIRST_QUARTER = 25;
    private static final double LAST_QUARTER = 75;

    /** Name of a method that does with jPOS what the one of the same name without it does. */
    private static final String PEER = "jpos";

    private JmhSuite() {}

    /**
     * Runs a suite.
     *
     * @param classes regular expression over names of classes, without {@code Benchmark}
     * @param isLong as the benchmarks themselves say; otherwise a few seconds of each
     */
    static int run(String suite, String classes, boolean isLong, RecordOption record)
            throws IOException {
        final Results results = record.open(suite);
        final ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include(pattern(classes))
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT);
        if (!isLong) {
            options.forks(1)
                    .warmupIterations(SHORT_WARM_UPS)
                    .warmupTime(SHORT_ITERATION)
                    .measurementIterations(SHORT_MEASUREMENTS)
                    .measurementTime(SHORT_ITERATION);
        }
        final Collection<RunResult> runs;
        try {
            runs = new Runner(options.build()).run();
        } catch (final RunnerException e) {
            System.err.println(suite + ": " + e.getMessage());
            return 1;
        }
        final Map<String, Double> medians = new HashMap<>();
        for (final RunResult run : runs) {
            medians.put(name(run), median(run));
        }
        final Table table =
                new Table(
                        "benchmark", "durability", "median", "quarters", "unit", "B/op", "jPOS x");
        for (final RunResult run : runs) {
            final Double peer = medians.get(peerOf(name(run)));
            add(run, peer == null ? Double.NaN : peer / median(run), table, results);
        }
        System.out.print(table);
        System.out.println("added to " + results.file());
        return 0;
    }

    /** What JMH finds the methods of these classes by. */
    static String pattern(String classes) {
        return "\\.(" + classes + ")Benchmark\\.";
    }

    /** Every figure says what its answers waited for; most suites keep no journal. */
    private static String durabilityOf(RunResult run) {
        return run.getParams().getParamsKeys().contains(DURABILITY)
                ? run.getParams().getParam(DURABILITY)
                : "none, code only";
    }

    /** Class, method and parameters. */
    private static String name(RunResult run) {
        final String parameters =
                run.getParams().getParamsKeys().stream()
                        .map(key -> " " + key + "=" + run.getParams().getParam(key))
                        .collect(Collectors.joining());
        final String method = run.getParams().getBenchmark();
        return method.substring(method.lastIndexOf('.', method.lastIndexOf('.') - 1) + 1)
                + parameters;
    }

    /** What the same work by jPOS would be called. */
    private static String peerOf(String name) {
        final int method = name.indexOf('.') + 1;
        final String first = name.substring(method, method + 1).toUpperCase(Locale.ROOT);
        return name.substring(0, method) + PEER + first + name.substring(method + 1);
    }

    /** Of the iterations: a machine that others use too spoils a mean, not this. */
    private static double median(RunResult run) {
        return run.getPrimaryResult().getStatistics().getPercentile(MEDIAN);
    }

    private static void add(RunResult run, double timesPeer, Table table, Results results)
            throws IOException {
        final Result<?> score = run.getPrimaryResult();
        final Result<?> allocation = run.getSecondaryResults().get(ALLOCATION);
        final double bytes = allocation == null ? Double.NaN : allocation.getScore();
        final double low = score.getStatistics().getPercentile(FIRST_QUARTER);
        final double high = score.getStatistics().getPercentile(LAST_QUARTER);
        table.row(
                name(run),
                durabilityOf(run),
                String.format(Locale.ROOT, "%,.2f", median(run)),
                String.format(Locale.ROOT, "%,.2f-%,.2f", low, high),
                score.getScoreUnit(),
                String.format(Locale.ROOT, "%,.3f", bytes),
                Double.isNaN(timesPeer) ? "" : String.format(Locale.ROOT, "%.1f", timesPeer));
        results.add(
                String.format(
                        Locale.ROOT,
                        "\"benchmark\":\"%s\",\"durability\":\"%s\","
                                + "\"median\":%.3f,\"quarters\":[%.3f,%.3f],"
                                + "\"unit\":\"%s\",\"allocated_bytes\":%.3f,\"times_jpos\":%.2f",
                        name(run),
                        durabilityOf(run),
                        median(run),
                        low,
                        high,
                        score.getScoreUnit(),
                        Double.isNaN(bytes) ? -1 : bytes,
                        Double.isNaN(timesPeer) ? -1 : timesPeer));
    }
}
