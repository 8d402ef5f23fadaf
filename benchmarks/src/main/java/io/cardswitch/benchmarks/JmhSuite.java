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
import java.util.Locale;
import java.util.stream.Collectors;

/** Runs JMH benchmarks by the name of their class and tells what an operation costs. */
final class JmhSuite {
    private static final String DURABILITY = "durability";
    private static final String ALLOCATION = "gc.alloc.rate.norm";
    private static final int SHORT_WARM_UPS = 3;
    private static final int SHORT_MEASUREMENTS = 3;

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
                    .warmupTime(TimeValue.seconds(1))
                    .measurementIterations(SHORT_MEASUREMENTS)
                    .measurementTime(TimeValue.seconds(1));
        }
        final Collection<RunResult> runs;
        try {
            runs = new Runner(options.build()).run();
        } catch (final RunnerException e) {
            System.err.println(suite + ": " + e.getMessage());
            return 1;
        }
        final Table table = new Table("benchmark", "durability", "score", "+/-", "unit", "B/op");
        for (final RunResult run : runs) {
            add(run, table, results);
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

    private static void add(RunResult run, Table table, Results results) throws IOException {
        final Result<?> score = run.getPrimaryResult();
        final Result<?> allocation = run.getSecondaryResults().get(ALLOCATION);
        final double bytes = allocation == null ? Double.NaN : allocation.getScore();
        final String parameters =
                run.getParams().getParamsKeys().stream()
                        .map(key -> key + "=" + run.getParams().getParam(key))
                        .collect(Collectors.joining(","));
        final String method = run.getParams().getBenchmark();
        final String name =
                method.substring(method.lastIndexOf('.', method.lastIndexOf('.') - 1) + 1);
        table.row(
                parameters.isEmpty() ? name : name + " " + parameters,
                durabilityOf(run),
                String.format(Locale.ROOT, "%,.2f", score.getScore()),
                String.format(Locale.ROOT, "%,.2f", score.getScoreError()),
                score.getScoreUnit(),
                String.format(Locale.ROOT, "%,.3f", bytes));
        results.add(
                String.format(
                        Locale.ROOT,
                        "\"benchmark\":\"%s\",\"parameters\":\"%s\",\"durability\":\"%s\","
                                + "\"score\":%.3f,\"error\":%.3f,"
                                + "\"unit\":\"%s\",\"allocated_bytes\":%.3f",
                        name,
                        parameters,
                        durabilityOf(run),
                        score.getScore(),
                        Double.isNaN(score.getScoreError()) ? -1 : score.getScoreError(),
                        score.getScoreUnit(),
                        Double.isNaN(bytes) ? -1 : bytes));
    }
}
