package io.cardswitch.core.node;

import io.cardswitch.core.admin.AdminServer;
import io.cardswitch.core.admin.NodeView;
import io.cardswitch.core.command.ReplyEgress;
import io.cardswitch.core.config.NodeConfig;
import io.cardswitch.core.config.SwitchConfig;
import io.cardswitch.core.edge.EdgeLoop;
import io.cardswitch.core.edge.issuer.IssuerEgress;
import io.cardswitch.core.edge.security.LinkKeyBook;
import io.cardswitch.core.engine.SwitchStateMachine;
import io.cardswitch.core.engine.link.LinkKey;
import io.cardswitch.core.journal.ChronicleJournal;
import io.cardswitch.core.journal.JournalException;
import io.cardswitch.core.metrics.SwitchCounters;
import io.cardswitch.core.pipeline.Pipeline;
import io.cardswitch.core.pipeline.PipelineLayout;
import io.cardswitch.core.transport.Transport;
import io.cardswitch.core.transport.TransportException;

import org.agrona.CloseHelper;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One running switch: recovers its data directory, brings it up to its configuration, then opens
 * its listeners. Closing it drains what is in flight and leaves a checkpoint.
 */
public final class SwitchNode implements AutoCloseable {
    private static final int FRAMES_SHOWN = 12;
    private static final long POLL_NS = 1_000_000;

    private final SwitchConfig config;
    private final NodePorts ports;
    private final SwitchCounters counters = new SwitchCounters();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final AtomicBoolean hasFailed = new AtomicBoolean();
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final List<EdgeLoop> edges = new ArrayList<>();
    private SwitchStateMachine engine;
    private ChronicleJournal journal;
    private Transport transport;
    private Pipeline pipeline;
    private HsmPart hsm;
    private DutyAgent duty;
    private AdminServer admin;
    private volatile boolean isReady;

    private SwitchNode(SwitchConfig config, NodePorts ports) {
        this.config = config;
        this.ports = ports;
    }

    /**
     * Starts a node; returns when all its listeners are open and READY is printed.
     *
     * @throws StartException when the data directory cannot be used or is damaged, an address
     *     cannot be listened on, or the limits do not fit into memory
     */
    public static SwitchNode start(SwitchConfig config, NodePorts ports) {
        final SwitchNode node = new SwitchNode(config, ports);
        try {
            node.start();
            return node;
        } catch (final JournalException e) {
            node.closeAll();
            throw new StartException(ExitCode.JOURNAL, e.getMessage(), e);
        } catch (final TransportException e) {
            node.closeAll();
            throw new StartException(ExitCode.BIND, e.getMessage(), e);
        } catch (final OutOfMemoryError e) {
            node.closeAll();
            throw new StartException(ExitCode.USAGE, outOfMemory(e), e);
        } catch (final RuntimeException | Error e) {
            node.closeAll();
            throw e;
        }
    }

    /** All tables and buffers are reserved at the start, outside the heap, by the limits. */
    private static String outOfMemory(OutOfMemoryError e) {
        return "switch.yaml: limits ask for more memory than there is ("
                + e.getMessage()
                + "): lower them, or allow more with"
                + " CARDSWITCH_OPTS=-XX:MaxDirectMemorySize=SIZE";
    }

    private void start() {
        ports.out().print(Banner.of(config));
        PortCheck.beforeFirstStart(config);
        final NodeConfig settings = config.node();
        engine = new SwitchStateMachine(settings.engine());
        journal =
                ChronicleJournal.open(
                        settings.journal(),
                        () ->
                                EngineLimits.settle(
                                        settings.journal().directory(), settings.engine()),
                        engine);
        open.push(journal);
        journal.onFailure(cause -> fail("journal", cause));
        ports.out().println(Banner.recovery(journal.recovery(), engine));
        transport =
                new Transport(
                        config.transport(),
                        new Transport.Ports(
                                counters, ports.err()::println, cause -> fail("sockets", cause)));
        open.push(transport);
        final ReplyEgress egress =
                settings.pipeline().layout() == PipelineLayout.COMPACT
                        ? transport.directEgress()
                        : transport.queuedEgress();
        final boolean isAnyWaiting = engine.waitingCheckCount() > 0; // Before others apply to it.
        pipeline =
                Pipeline.open(
                        settings.pipeline(),
                        new Pipeline.Ports(
                                journal, engine, egress, transport.executor(0), this::fail),
                        counters);
        open.push(pipeline);
        if (isAnyWaiting) new NodeCommands(pipeline).nodeStart(System.currentTimeMillis());
        hsm = HsmPart.open(config, counters, ports.out()::println, cause -> fail("hsm", cause));
        open.push(hsm);
        bringUpToConfiguration();
        startAdmin(); // Before the listeners: no terminal is accepted by a node that cannot start.
        if (!hsm.awaitConnection()) {
            ports.out()
                    .println(
                            "note: no HSM answers yet; what needs one is refused with 91 until"
                                    + " then");
        }
        transport.start(behindEachLoop());
        duty =
                new DutyAgent(
                        pipeline,
                        engine,
                        settings.checkpointCommands(),
                        System::currentTimeMillis,
                        cause -> fail("duty", cause));
        open.push(duty);
        duty.start(settings.tickMs());
        ports.out().print(Banner.freePorts(config, transport, admin));
        isReady = true;
        ports.out().println("READY");
        ports.out().flush();
    }

    /** Loads accounts and cards once, products and routes whenever they have changed. */
    private void bringUpToConfiguration() {
        final long serving = engine.contentHash();
        final int rules = ConfigurationLoad.rulesHash(config);
        final int cards = config.cards().contentHash();
        final ConfigurationLoad load = new ConfigurationLoad(config, pipeline::submit);
        final long nowMs = System.currentTimeMillis();
        if (serving == 0) {
            load.submitAll(nowMs, ConfigurationLoad.contentHash(rules, cards));
            finishLoad();
            ports.out()
                    .println(
                            "first start: loaded "
                                    + engine.accountCount()
                                    + " accounts and "
                                    + engine.cardCount()
                                    + " cards from "
                                    + config.directory());
            return;
        }
        if ((int) serving != cards) {
            ports.out()
                    .println(
                            "note: accounts.csv and cards.csv differ from what this data directory"
                                    + " was first loaded with; the journal wins, they are not read"
                                    + " again");
        }
        if ((int) (serving >>> 32) != rules) {
            load.submitVersion(nowMs, ConfigurationLoad.contentHash(rules, (int) serving));
            finishLoad();
            ports.out().println("products and routes have changed: the new version serves now");
        }
    }

    private void finishLoad() {
        while (!hasFailed.get() && !pipeline.flush(config.node().pipeline().drainTimeoutMs())) {
            ports.out().println("loading ...");
        }
        if (hasFailed.get()) {
            throw new JournalException("the configuration could not be journaled");
        }
    }

    private List<Transport.Behind> behindEachLoop() {
        final List<LinkKey> exchanged = new ArrayList<>();
        read(state -> exchanged.addAll(state.linkKeys()));
        final LinkKeyBook keys = HsmPart.linkKeys(config.edge(), exchanged);
        final List<Transport.Behind> behind = new ArrayList<>();
        for (int loop = 0; loop < config.transport().eventLoops(); loop++) {
            final var ingress = pipeline.ingress();
            final EdgeLoop edge =
                    new EdgeLoop(
                            loop,
                            config.edge(),
                            config.tokenKey(),
                            new EdgeLoop.Ports(
                                    ingress,
                                    journal::hasSpace,
                                    hsm.newClient(loop, transport),
                                    keys,
                                    IssuerEgress.NOWHERE),
                            counters);
            edges.add(edge);
            behind.add(new Transport.Behind(edge, ingress));
        }
        return behind;
    }

    private void startAdmin() {
        NodeGauges.register(counters, config, journal);
        NodeGauges.register(counters, this);
        journal.register(counters);
        final String host = config.node().adminHost();
        final int port = config.node().adminPort();
        try {
            admin = new AdminServer(host, port, counters, new View());
        } catch (final IOException e) {
            throw PortCheck.cannotListen("admin", host, port, e);
        }
        open.push(admin);
    }

    /** What the admin server sees. */
    private final class View implements NodeView {
        @Override
        public boolean isReady() {
            return isReady && !hasFailed.get() && journal.hasSpace();
        }

        @Override
        public long durableSequence() {
            return journal.durableSequence();
        }

        @Override
        public void read(Consumer<SwitchStateMachine> reader) {
            SwitchNode.this.read(reader);
        }
    }

    /** Reads the engine between two batches. */
    public void read(Consumer<SwitchStateMachine> reader) {
        pipeline.inspect(() -> reader.accept(engine));
    }

    /** Sum of a metric's series whose labels contain this. */
    public long metric(String name, String label) {
        return counters.series().stream()
                .filter(series -> series.name().equals(name) && series.labels().contains(label))
                .mapToLong(series -> series.value().getAsLong())
                .sum();
    }

    /** Port that the link's listener is bound to. */
    public int port(String link) {
        return transport.port(link);
    }

    /** Port of the admin server. */
    public int adminPort() {
        return admin.port();
    }

    /** Says what failed and ends the process: no approval leaves after a failure. */
    private void fail(String stage, Throwable cause) {
        if (!hasFailed.compareAndSet(false, true)) {
            return;
        }
        isReady = false;
        ports.err().println(stage + " failed: " + Banner.reason(cause));
        if (!(cause instanceof JournalException)) {
            printOrigin(cause); // A bug: the operator passes it on.
        }
        ports.err().println("the switch stops; nothing is approved after this");
        ports.err().flush();
        ports.die().accept(ExitCode.JOURNAL);
    }

    private void printOrigin(Throwable cause) {
        ports.err().println("  " + cause.getClass().getName());
        final StackTraceElement[] trace = cause.getStackTrace();
        for (int i = 0; i < Math.min(trace.length, FRAMES_SHOWN); i++) {
            ports.err().println("  at " + trace[i]);
        }
    }

    /** Stops accepting, answers what is in flight, writes a checkpoint, forces the journal. */
    @Override
    public void close() {
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        isReady = false;
        if (!hasFailed.get()) {
            transport.stopReading();
            awaitChecks();
            pipeline.flush(config.node().pipeline().drainTimeoutMs());
            duty.finish();
        }
        closeAll();
    }

    /** What an HSM is still to say belongs to requests that are owed an answer. */
    private void awaitChecks() {
        final long limitNs =
                TimeUnit.MILLISECONDS.toNanos(config.node().pipeline().drainTimeoutMs());
        final long start = System.nanoTime();
        while (hsm.isPresent()
                && !hasFailed.get()
                && edges.stream().anyMatch(edge -> edge.pendingRequests() > 0)
                && System.nanoTime() - start < limitNs) {
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private void closeAll() {
        CloseHelper.closeAll(
                error -> ports.err().println("while stopping: " + Banner.reason(error)), open);
    }
}
