package io.cardswitch.core.admin;

import io.cardswitch.core.metrics.Histogram;
import io.cardswitch.core.metrics.SwitchCounters;
import io.cardswitch.core.metrics.SwitchCounters.Distribution;
import io.cardswitch.core.metrics.SwitchCounters.Series;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The counters in the Prometheus text format 0.0.4: the series of a metric stand together. */
final class MetricsPage {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private MetricsPage() {}

    static String of(SwitchCounters counters) {
        final Map<String, List<Series>> byName = new LinkedHashMap<>();
        for (final Series series : counters.series()) {
            byName.computeIfAbsent(series.name(), name -> new ArrayList<>()).add(series);
        }
        final StringBuilder page = new StringBuilder();
        byName.forEach((name, all) -> append(page, name, all));
        final Map<String, List<Distribution>> distributions = new LinkedHashMap<>();
        for (final Distribution distribution : counters.distributions()) {
            distributions
                    .computeIfAbsent(distribution.name(), name -> new ArrayList<>())
                    .add(distribution);
        }
        distributions.forEach((name, all) -> {
            head(page, name, all.getFirst().help(), "histogram");
            all.forEach(one -> append(page, one));
        });
        return page.toString();
    }

    private static void head(StringBuilder page, String name, String help, String type) {
        page.append("# HELP ").append(name).append(' ').append(help).append('\n');
        page.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    /** Buckets count what is in those before them, too; the last is what {@code _count} says. */
    private static void append(StringBuilder page, Distribution one) {
        final Histogram values = one.values();
        final String labels = one.labels().isEmpty() ? "" : one.labels() + ",";
        long count = 0;
        for (int bucket = 0; bucket < values.buckets(); bucket++) {
            count += values.count(bucket);
            final boolean isLast = bucket == values.buckets() - 1;
            page.append(one.name()).append("_bucket{").append(labels).append("le=\"");
            page.append(isLast ? "+Inf" : decimal(values.bound(bucket), values.decimals()));
            page.append("\"} ").append(count).append('\n');
        }
        final String braces = one.labels().isEmpty() ? " " : "{" + one.labels() + "} ";
        page.append(one.name()).append("_sum").append(braces);
        page.append(decimal(values.sum(), values.decimals())).append('\n');
        page.append(one.name()).append("_count").append(braces).append(count).append('\n');
    }

    private static String decimal(long value, int decimals) {
        return BigDecimal.valueOf(value, decimals).stripTrailingZeros().toPlainString();
    }

    private static void append(StringBuilder page, String name, List<Series> all) {
        final String type = name.endsWith("_total") ? "counter" : "gauge";
        head(page, name, all.getFirst().help(), type);
        for (final Series series : all) {
            page.append(name);
            if (!series.labels().isEmpty()) {
                page.append('{').append(series.labels()).append('}');
            }
            page.append(' ').append(series.value().getAsLong()).append('\n');
        }
    }
}
