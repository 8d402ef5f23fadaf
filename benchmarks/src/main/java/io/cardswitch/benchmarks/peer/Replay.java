package io.cardswitch.benchmarks.peer;

import io.cardswitch.core.config.SwitchConfig;
import io.cardswitch.core.engine.SwitchStateMachine;
import io.cardswitch.core.journal.ChronicleJournal;
import io.cardswitch.core.journal.Durability;
import io.cardswitch.core.journal.RecoveryReport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A data directory full of purchases, to be recovered again and again; deleted when closed. */
public final class Replay implements AutoCloseable {
    private static final int CONNECTIONS = 4;
    private static final int WINDOW = 1_024;
    private static final int SLICE_MS = 2_000;
    private static final int MOST_SLICES = 300;

    /**
     * One recovery.
     *
     * @param report of the journal
     * @param stateHash of the engine afterwards
     * @param isConserved whether all postings sum to zero in every currency
     */
    public record Recovery(RecoveryReport report, long stateHash, boolean isConserved) {}

    private final Path directory;
    private final SwitchConfig config;

    private Replay(Path directory) {
        this.directory = directory;
        config = SwitchPeer.read(Contestant.site(directory), Contestant.data(directory), 0);
    }

    /** Runs a switch under load until its journal holds this many purchases. */
    public static Replay prepare(long records) throws IOException, InterruptedException {
        final Path directory = Files.createTempDirectory("cardswitch-replay");
        try {
            final Contestant contestant = Contestant.of(Durability.PROCESS);
            final Trial trial = new Trial(contestant, CONNECTIONS, WINDOW, 0, 0, SLICE_MS);
            final int port = PeerProcess.freePort();
            try (PeerProcess process = contestant.start(directory, port)) {
                long answered = 0;
                for (int i = 0; i < MOST_SLICES && answered < records && process.isAlive(); i++) {
                    answered += trial.load(directory, port, SLICE_MS).received();
                }
            }
            return new Replay(directory);
        } catch (final IOException | InterruptedException | RuntimeException e) {
            Trial.delete(directory);
            throw e;
        }
    }

    /** Opens the journal with an empty engine behind it, as a start does, and closes it again. */
    public Recovery recover() {
        final SwitchStateMachine engine = new SwitchStateMachine(config.node().engine());
        try (ChronicleJournal journal = ChronicleJournal.open(config.node().journal(), engine)) {
            return new Recovery(journal.recovery(), engine.stateHash(), engine.isConserved());
        }
    }

    @Override
    public void close() throws IOException {
        Trial.delete(directory);
    }
}
