package io.cardswitch.core.transport;

import io.cardswitch.core.command.CommandHandler;
import io.cardswitch.core.command.CommandIngress;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.command.sbe.MessageHeaderDecoder;
import io.cardswitch.core.command.sbe.NetworkRequestDecoder;
import io.cardswitch.core.edge.EdgeConfig;
import io.cardswitch.core.edge.EdgeLoop;
import io.cardswitch.core.edge.LinkConfig;
import io.cardswitch.core.edge.PanTokenizer;
import io.cardswitch.core.metrics.SwitchCounters;
import io.cardswitch.core.pipeline.ManualJournal;
import io.cardswitch.core.pipeline.Pipeline;
import io.cardswitch.core.pipeline.PipelineConfig;
import io.cardswitch.core.pipeline.PipelineLayout;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.Framing;
import io.cardswitch.iso8583.spec.Dialects;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Sockets, edge and pipeline around an engine that approves every network request. */
final class TransportFixture implements AutoCloseable {
    static final String LINK = "pos";
    static final int LINK_ID = 1;
    static final int MALFORMED_LIMIT = 3;
    static final int RING_SIZE = 64;
    private static final int SLOTS = 4096;
    private static final int FRAME_BYTES = 1024;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

    final List<String> operatorLog = new CopyOnWriteArrayList<>();
    final List<String> failures = new CopyOnWriteArrayList<>();
    final SwitchCounters counters = new SwitchCounters();
    final ManualJournal journal;
    final Transport transport;
    final Pipeline pipeline;
    private boolean isStopped;

    TransportFixture(PipelineLayout layout, ManualJournal journal, ListenerConfig listener) {
        final int loops = layout == PipelineLayout.COMPACT ? 1 : 2;
        this.journal = journal;
        transport =
                new Transport(
                        new TransportConfig(loops, SLOTS, 30_000, List.of(listener)),
                        new Transport.Ports(
                                counters,
                                operatorLog::add,
                                cause -> failures.add(cause.toString())));
        pipeline =
                Pipeline.open(
                        new PipelineConfig(layout, RING_SIZE, 4, 16, 5_000),
                        new Pipeline.Ports(
                                journal,
                                approving(),
                                loops == 1 ? transport.directEgress() : transport.queuedEgress(),
                                transport.executor(0),
                                (stage, cause) -> failures.add(stage + ": " + cause)),
                        counters);
        final EdgeConfig edges =
                new EdgeConfig(
                        List.of(
                                new LinkConfig(
                                        LINK_ID,
                                        LINK,
                                        spec(listener.framing()),
                                        listener.framing().header(),
                                        true,
                                        MALFORMED_LIMIT,
                                        true,
                                        Optional.empty())),
                        SLOTS,
                        16,
                        FRAME_BYTES,
                        16);
        final List<Transport.Behind> behind = new ArrayList<>();
        for (int loop = 0; loop < loops; loop++) {
            final CommandIngress ingress = pipeline.ingress();
            final byte[] key = new byte[PanTokenizer.KEY_BYTES];
            behind.add(
                    new Transport.Behind(
                            new EdgeLoop(loop, edges, key, ingress, () -> true, counters),
                            ingress));
        }
        try {
            transport.start(behind);
        } catch (final TransportException e) {
            close();
            throw e;
        }
    }

    TransportFixture(PipelineLayout layout, Framing framing) {
        this(layout, new ManualJournal(0), listener(framing));
    }

    /** The dialect that the fixture speaks under a framing. */
    static MessageSpec spec(Framing framing) {
        return Dialects.bundled(framing.needsText() ? "iso87-ascii" : "iso87-binary");
    }

    static ListenerConfig listener(Framing framing) {
        return ListenerConfig.loopback(LINK, LINK_ID, 0, framing);
    }

    private static CommandHandler approving() {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        final NetworkRequestDecoder request = new NetworkRequestDecoder();
        return (sequence, buffer, offset, length, effects) -> {
            request.wrapAndApplyHeader(buffer, offset, header);
            effects.addReply().edgeHandle(request.edgeHandle()).resultCode(ResultCode.APPROVED);
        };
    }

    int port() {
        return transport.port(LINK);
    }

    /** Sum of a metric's series whose labels contain all of {@code labels}. */
    long metric(String name, String... labels) {
        return counters.series().stream()
                .filter(series -> series.name().equals(name))
                .filter(series -> List.of(labels).stream().allMatch(series.labels()::contains))
                .mapToLong(series -> series.value().getAsLong())
                .sum();
    }

    /** Waits until a connection was ended for this reason. */
    void awaitClosed(CloseReason reason) {
        await(
                reason + " is counted, operator log: " + operatorLog,
                () -> metric("switch_connections_closed_total", label(reason)) > 0);
    }

    static String label(CloseReason reason) {
        return "reason=\"" + reason.label() + '"';
    }

    /** Waits until it holds; the test fails when it never does. */
    static void await(String what, BooleanSupplier condition) {
        final long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE_NS) {
                throw new AssertionError("never happened: " + what);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        if (!isStopped) {
            stop();
        }
    }

    /** What the node does at its end. */
    void stop() {
        isStopped = true;
        transport.stopReading();
        pipeline.close();
        transport.close();
    }
}
