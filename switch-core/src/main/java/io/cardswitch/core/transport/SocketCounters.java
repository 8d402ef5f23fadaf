package io.cardswitch.core.transport;

import io.cardswitch.core.metrics.Counter;
import io.cardswitch.core.metrics.SwitchCounters;

import java.util.EnumMap;
import java.util.Map;

/** What one event loop counts of one link's sockets; its thread is the only writer. */
final class SocketCounters {
    final Counter accepted;
    final Counter receivedBytes;
    final Counter sentBytes;
    final Counter emptyFrames;
    final Counter lastMessageSeconds;

    /** Times reading stopped because ring or in-flight table had no room. */
    final Counter stalls;

    private final Map<CloseReason, Counter> closed = new EnumMap<>(CloseReason.class);

    SocketCounters(SwitchCounters registry, String link, int loopIndex) {
        final String loop = Integer.toString(loopIndex);
        accepted =
                registry.counter(
                        "switch_connections_accepted_total",
                        "Connections accepted.",
                        "link",
                        link,
                        "loop",
                        loop);
        receivedBytes =
                registry.counter(
                        "switch_received_bytes_total",
                        "Bytes received, after TLS.",
                        "link",
                        link,
                        "loop",
                        loop);
        sentBytes =
                registry.counter(
                        "switch_sent_bytes_total",
                        "Bytes sent, before TLS.",
                        "link",
                        link,
                        "loop",
                        loop);
        emptyFrames =
                registry.counter(
                        "switch_empty_frames_total",
                        "Frames without a message.",
                        "link",
                        link,
                        "loop",
                        loop);
        lastMessageSeconds =
                registry.counter(
                        "switch_link_last_message_timestamp_seconds",
                        "When something was received last, in seconds since 1970.",
                        "link",
                        link,
                        "loop",
                        loop);
        stalls =
                registry.counter(
                        "switch_read_stalls_total",
                        "Times reading paused because the switch had no room.",
                        "link",
                        link,
                        "loop",
                        loop);
        for (final CloseReason reason : CloseReason.values()) {
            closed.put(
                    reason,
                    registry.counter(
                            "switch_connections_closed_total",
                            "Connections refused or ended, by reason.",
                            "link",
                            link,
                            "loop",
                            loop,
                            "reason",
                            reason.label()));
        }
    }

    Counter closed(CloseReason reason) {
        return closed.get(reason);
    }
}
