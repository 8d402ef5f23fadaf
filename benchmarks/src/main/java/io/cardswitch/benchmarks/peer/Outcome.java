package io.cardswitch.benchmarks.peer;

import io.cardswitch.core.journal.JournalReader;
import io.cardswitch.core.simulator.LoadReport;

import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a trial found.
 *
 * @param trial that was run
 * @param load what the generator measured and checked
 * @param used by the contestant's process while it was measured
 * @param driverCpuNs processor time of the generator's thread in that time
 * @param journal what stood in its journal after it stopped; null when it has none
 */
public record Outcome(
        Trial trial,
        LoadReport load,
        PeerProcess.Sample used,
        long driverCpuNs,
        JournalReader.Summary journal) {
    /** Whether every answer was right and the journal, if any, is whole and holds them. */
    public boolean isClean() {
        return load.isClean()
                && (journal == null
                        || journal.damage() == null && journal.lastSequence() >= load.received());
    }

    /** Bytes that the contestant allocated for each answer. */
    public double allocatedPerAnswer() {
        return (double) used.allocatedBytes() / Math.max(1, load.received());
    }

    /** The threads of the contestant that allocated anything, as JSON: bytes by name. */
    private String allocatedByThread() {
        return used.allocatedByThread().entrySet().stream()
                .map(thread -> "\"" + thread.getKey() + "\":" + thread.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** Processor time in nanoseconds that the contestant took for each answer. */
    public double cpuNsPerAnswer() {
        return (double) used.cpuNs() / Math.max(1, load.received());
    }

    /** Processor time in nanoseconds that the generator took for each answer. */
    public double driverNsPerAnswer() {
        return (double) driverCpuNs / Math.max(1, load.received());
    }

    /** Bytes of journal for each command, its header included; 0 without a journal. */
    public double journalBytesPerCommand() {
        return journal == null ? 0 : (double) journal.bytes() / Math.max(1, journal.records());
    }

    /** The members of a JSON object, without braces. */
    public String json() {
        final String figures = load.json();
        return String.format(
                        Locale.ROOT,
                        "\"contestant\":\"%s\",\"mode\":\"%s\",\"connections\":%d,\"window\":%d,"
                                + "\"requests_per_second\":%d,\"clean\":%b,"
                                + "\"allocated_bytes_per_answer\":%.3f,"
                                + "\"allocated_bytes_by_thread\":%s,\"collections\":%d,"
                                + "\"cpu_ns_per_answer\":%.0f,\"driver_ns_per_answer\":%.0f,"
                                + "\"journal_bytes_per_command\":%.1f,",
                        trial.contestant().label(),
                        trial.contestant().mode(),
                        trial.connections(),
                        trial.window(),
                        trial.requestsPerSecond(),
                        isClean(),
                        allocatedPerAnswer(),
                        allocatedByThread(),
                        used.collections(),
                        cpuNsPerAnswer(),
                        driverNsPerAnswer(),
                        journalBytesPerCommand())
                + figures.substring(1, figures.length() - 1);
    }
}
