package io.cardswitch.benchmarks.peer;

import io.cardswitch.core.config.TestCards;
import io.cardswitch.core.journal.JournalReader;
import io.cardswitch.core.simulator.LoadConfig;
import io.cardswitch.core.simulator.LoadGenerator;
import io.cardswitch.core.simulator.LoadReport;
import io.cardswitch.core.simulator.MixFile;
import io.cardswitch.core.simulator.request.LoadMix;
import io.cardswitch.core.simulator.request.SimulatedCard;
import io.cardswitch.iso8583.framing.Framing;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.yaml.Problems;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One contestant under one load: started in a directory of its own, warmed up, measured, stopped,
 * its journal verified, its directory deleted.
 *
 * @param contestant that is measured
 * @param connections of the load
 * @param window requests in flight on each
 * @param requestsPerSecond 0 = closed loop
 * @param warmUpMs before the figures start
 * @param durationMs the figures cover
 */
public record Trial(
        Contestant contestant,
        int connections,
        int window,
        int requestsPerSecond,
        long warmUpMs,
        long durationMs) {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Purchases that every card can pay. */
    private static LoadMix mix(Path directory) throws IOException {
        final Path cardsCsv = directory.resolve("cards.csv");
        if (!Files.exists(cardsCsv)) {
            TestCards.write(directory, SwitchSite.SEED, Contestant.CARDS, true);
        }
        final Problems problems = new Problems();
        final List<SimulatedCard> cards = MixFile.activeCards(cardsCsv, problems);
        final LoadMix purchases = LoadMix.purchases(cards);
        return new LoadMix(
                cards,
                purchases.weights(),
                LoadMix.SMALLEST_MINOR,
                LoadMix.LARGEST_MINOR,
                LoadMix.ACQUIRER,
                Set.of("00"));
    }

    /** Runs it. */
    public Outcome run() throws IOException, InterruptedException {
        final Path directory = Files.createTempDirectory("cardswitch-bench");
        try {
            return run(directory);
        } finally {
            delete(directory);
        }
    }

    private Outcome run(Path directory) throws IOException, InterruptedException {
        final int port = PeerProcess.freePort();
        final LoadReport report;
        final PeerProcess.Sample used;
        final long driverCpuNs;
        try (PeerProcess process = contestant.start(directory, port)) {
            load(directory, port, warmUpMs);
            final PeerProcess.Sample before = process.sample();
            final long driverStartNs = THREADS.getCurrentThreadCpuTime();
            report = load(directory, port, durationMs);
            driverCpuNs = THREADS.getCurrentThreadCpuTime() - driverStartNs;
            used = process.sample().since(before);
        }
        final JournalReader.Summary journal =
                contestant.hasJournal()
                        ? JournalReader.read(
                                Contestant.data(directory), (file, sequence, b, o, l) -> {})
                        : null;
        return new Outcome(this, report, used, driverCpuNs, journal);
    }

    /** Puts the load on a started contestant for some time. */
    LoadReport load(Path directory, int port, long milliseconds) throws IOException {
        final LoadConfig config =
                new LoadConfig(
                        "127.0.0.1",
                        port,
                        Dialects.bundled("iso87-binary"),
                        Framing.BIN2,
                        Header.NONE,
                        connections,
                        window,
                        requestsPerSecond,
                        0,
                        milliseconds,
                        true,
                        contestant.isEcho());
        final LoadGenerator generator = new LoadGenerator(config, mix(directory), null);
        generator.run();
        return generator.report();
    }

    /** Deletes a directory and all in it. */
    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
