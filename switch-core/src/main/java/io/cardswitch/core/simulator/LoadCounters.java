package io.cardswitch.core.simulator;

import io.cardswitch.core.metrics.Counter;
import io.cardswitch.core.metrics.SwitchCounters;
import io.cardswitch.core.simulator.request.ResponseCodes;

import org.HdrHistogram.SingleWriterRecorder;

import java.util.concurrent.atomic.AtomicLongArray;

/** What the generator counts. Its thread writes, any thread reads. */
final class LoadCounters {
    static final long LONGEST_NS = 60_000_000_000L;

    final Counter sent;
    final Counter received;
    final Counter approved;

    /** Answered with a DE39 that the mix does not expect. */
    final Counter unexpected;

    /** Answers that belong to no request in flight, or do not decode. */
    final Counter mismatched;

    /** Requests without an answer at the end of their connection or of the run. */
    final Counter unanswered;

    /** Connections lost. */
    final Counter resets;

    final AtomicLongArray byCode = new AtomicLongArray(ResponseCodes.COUNT);
    final SingleWriterRecorder latency = new SingleWriterRecorder(LONGEST_NS, 3);

    LoadCounters() {
        final SwitchCounters registry = new SwitchCounters();
        sent = registry.counter("load_sent_total", "Requests sent");
        received = registry.counter("load_received_total", "Answers received");
        approved = registry.counter("load_approved_total", "Approvals received");
        unexpected = registry.counter("load_unexpected_total", "Answers the mix does not expect");
        mismatched = registry.counter("load_mismatched_total", "Answers to nothing in flight");
        unanswered = registry.counter("load_unanswered_total", "Requests without an answer");
        resets = registry.counter("load_resets_total", "Connections lost");
    }

    /** Counts an answer by its DE39; {@code code} is an index of {@link ResponseCodes}. */
    void answered(int code) {
        received.increment();
        byCode.lazySet(code, byCode.getPlain(code) + 1);
    }

    /** Notes a latency in nanoseconds, cut at a minute. */
    void latency(long nanos) {
        latency.recordValue(Math.clamp(nanos, 0, LONGEST_NS));
    }

    /** Starts the figures anew; what is in flight stays counted by its answer only. */
    void restart() {
        sent.set(0);
        received.set(0);
        approved.set(0);
        unexpected.set(0);
        for (int i = 0; i < byCode.length(); i++) {
            byCode.lazySet(i, 0);
        }
        latency.reset();
    }
}
