package io.cardswitch.benchmarks;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One line of a suite's table.
 *
 * @param benchmark class with package, and method
 * @param parameters with one value each
 */
record JmhRow(String benchmark, Map<String, String> parameters) {
    private static final String DIALECT = "dialect";
    private static final String DURABILITY = "durability";

    /** Name of a method that does with jPOS what the one of the same name without it does. */
    private static final String PEER = "jpos";

    /**
     * All rows of a suite. What is compared stands together, jPOS first.
     *
     * @param classes regular expression over names of classes, without {@code Benchmark}
     */
    static List<JmhRow> of(String classes) {
        final List<JmhRow> rows = new ArrayList<>();
        for (final BenchmarkListEntry entry :
                BenchmarkList.defaultList()
                        .find(
                                OutputFormatFactory.createFormatInstance(
                                        System.out, VerboseMode.SILENT),
                                List.of("\\.(" + classes + ")Benchmark\\."),
                                List.of())) {
            final Map<String, String[]> values = new TreeMap<>();
            if (entry.getParams().hasValue()) values.putAll(entry.getParams().get());
            for (final Map<String, String> parameters : combinations(values)) {
                rows.add(new JmhRow(entry.getUsername(), parameters));
            }
        }
        final List<Map<String, String>> declared =
                rows.stream().map(JmhRow::parameters).distinct().toList();
        rows.sort(
                Comparator.comparing(JmhRow::className)
                        .thenComparing(row -> declared.indexOf(row.parameters()))
                        .thenComparing(JmhRow::peerName)
                        .thenComparing(row -> !row.isPeer()));
        return rows;
    }

    /** The rows that are compared with each other, in the order of the rows. */
    static Collection<List<JmhRow>> compared(List<JmhRow> rows) {
        return rows.stream()
                .collect(groupingBy(JmhRow::peerName, LinkedHashMap::new, toList()))
                .values();
    }

    private static List<Map<String, String>> combinations(Map<String, String[]> values) {
        List<Map<String, String>> all = List.of(Map.of());
        for (final Map.Entry<String, String[]> parameter : values.entrySet()) {
            final List<Map<String, String>> longer = new ArrayList<>();
            for (final Map<String, String> start : all) {
                for (final String value : parameter.getValue()) {
                    final Map<String, String> one = new LinkedHashMap<>(start);
                    one.put(parameter.getKey(), value);
                    longer.add(one);
                }
            }
            all = longer;
        }
        return all;
    }

    /** The dialect that is measured, or null when the suite has none. */
    String dialect() {
        return parameters.get(DIALECT);
    }

    /** Every figure says what its answers waited for; most suites keep no journal. */
    String durability() {
        return parameters.getOrDefault(DURABILITY, "none, code only");
    }

    /** Class without package, method and parameters, as the history of figures knows it. */
    String name() {
        return className() + "." + method() + written();
    }

    /** True when jPOS does the work. */
    boolean isPeer() {
        return method().startsWith(PEER);
    }

    /** What the same work by jPOS is called, or would be. */
    String peerName() {
        if (isPeer()) return name();
        final String first = method().substring(0, 1).toUpperCase(Locale.ROOT);
        return className() + "." + PEER + first + method().substring(1) + written();
    }

    private String className() {
        final String[] parts = benchmark.split("\\.");
        return parts[parts.length - 2];
    }

    private String method() {
        return benchmark.substring(benchmark.lastIndexOf('.') + 1);
    }

    private String written() {
        final StringBuilder text = new StringBuilder();
        parameters.forEach((key, value) -> text.append(' ').append(key).append('=').append(value));
        return text.toString();
    }
}
