package io.cardswitch.core.admin;

import io.cardswitch.core.metrics.SwitchCounters;
import io.cardswitch.core.metrics.SwitchCounters.Series;

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
        return page.toString();
    }

    private static void append(StringBuilder page, String name, List<Series> all) {
        final String type = name.endsWith("_total") ? "counter" : "gauge";
        page.append("# HELP ").append(name).append(' ').append(all.getFirst().help()).append('\n');
        page.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        for (final Series series : all) {
            page.append(name);
            if (!series.labels().isEmpty()) {
                page.append('{').append(series.labels()).append('}');
            }
            page.append(' ').append(series.value().getAsLong()).append('\n');
        }
    }
}
