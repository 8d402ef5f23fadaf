package io.cardswitch.core.simulator;

import org.HdrHistogram.Histogram;

import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Figures of a load run, so far or at its end.
 *
 * @param seconds that the figures cover
 * @param sent requests
 * @param received answers to them
 * @param tps answers a second
 * @param approved answers with DE39 00 or 10
 * @param responseCodes answers by DE39; {@code none} for answers without it
 * @param unexpected answers with a DE39 that the mix does not expect
 * @param mismatched answers to nothing in flight, or not readable
 * @param unanswered requests without an answer
 * @param resets connections lost
 * @param latencyNs of every answer
 */
public record LoadReport(
        double seconds,
        long sent,
        long received,
        double tps,
        long approved,
        SortedMap<String, Long> responseCodes,
        long unexpected,
        long mismatched,
        long unanswered,
        long resets,
        Histogram latencyNs) {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 100};
    private static final String[] PERCENTILE_NAMES = {"p50", "p90", "p99", "p999", "p9999", "max"};

    /** Whether every request was answered, and rightly. */
    public boolean isClean() {
        return unexpected + mismatched + unanswered + resets == 0 && received > 0;
    }

    /** A percentile of the latency in microseconds. */
    public double latencyUs(double percentile) {
        return received == 0 ? 0 : latencyNs.getValueAtPercentile(percentile) / 1000.0;
    }

    /** This and another generator's figures of the same time together. */
    public LoadReport plus(LoadReport other) {
        final TreeMap<String, Long> codes = new TreeMap<>(responseCodes);
        other.responseCodes.forEach((code, count) -> codes.merge(code, count, Long::sum));
        final Histogram latency = latencyNs.copy();
        latency.add(other.latencyNs);
        return new LoadReport(
                Math.max(seconds, other.seconds),
                sent + other.sent,
                received + other.received,
                tps + other.tps,
                approved + other.approved,
                codes,
                unexpected + other.unexpected,
                mismatched + other.mismatched,
                unanswered + other.unanswered,
                resets + other.resets,
                latency);
    }

    /** One JSON object in one line; latencies in microseconds. */
    public String json() {
        final StringBuilder json = new StringBuilder(512);
        json.append(String.format(Locale.ROOT, "{\"seconds\":%.3f", seconds));
        json.append(",\"sent\":").append(sent).append(",\"received\":").append(received);
        json.append(String.format(Locale.ROOT, ",\"tps\":%.1f", tps));
        json.append(",\"approved\":").append(approved).append(",\"response_codes\":{");
        String separator = "";
        for (final Map.Entry<String, Long> code : responseCodes.entrySet()) {
            json.append(separator).append('"').append(code.getKey()).append("\":");
            json.append(code.getValue());
            separator = ",";
        }
        json.append("},\"unexpected\":").append(unexpected);
        json.append(",\"mismatched\":").append(mismatched);
        json.append(",\"unanswered\":").append(unanswered);
        json.append(",\"resets\":").append(resets);
        for (int i = 0; i < PERCENTILES.length; i++) {
            json.append(",\"").append(PERCENTILE_NAMES[i]).append("\":");
            json.append(String.format(Locale.ROOT, "%.1f", latencyUs(PERCENTILES[i])));
        }
        return json.append('}').toString();
    }
}
