package io.cardswitch.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.cardswitch.core.engine.EngineConfig;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** The power of the disk is cut under load: in mode disk no approval is lost. */
@Tag("power-loss")
final class PowerLossIT {
    private static final int BUYERS = 2;
    private static final int CUTS = 5;
    private static final int MAX_ANSWERS = 4_000;

    @TempDir Path folder;

    @BeforeAll
    static void checkMachine() {
        final String obstacle = LoopDisk.obstacle();
        Assumptions.assumeTrue(obstacle.isEmpty(), "power cuts are skipped: " + obstacle);
    }

    @RepeatedTest(CUTS)
    void shouldKeepEveryApprovalInModeDisk(RepetitionInfo repetition) throws Throwable {
        final int answers =
                new SplittableRandom(repetition.getCurrentRepetition()).nextInt(1, MAX_ANSWERS);
        assertEquals(List.of(), cutAndAudit("disk", answers));
    }

    /** The negative control: the cut is real, and the audit sees what it took. */
    @Test
    void shouldLoseApprovalsInModeProcess() throws Throwable {
        assertFalse(cutAndAudit("process", MAX_ANSWERS).isEmpty());
    }

    /** What the audit finds after a cut and a restart. */
    private List<String> cutAndAudit(String durability, int answers) throws Throwable {
        final Site site = Site.write(folder.resolve("config"), durability);
        final EngineConfig config = site.read().node().engine();
        final List<Buyer> buyers = new ArrayList<>();
        for (int i = 0; i < BUYERS; i++) {
            buyers.add(new Buyer("POWER" + Site.digits(i, 3), i));
        }
        try (LoopDisk disk = LoopDisk.create(folder)) {
            final Path data = disk.path().resolve("data");
            buyUntilCut(site, disk, buyers, answers);
            disk.restorePower();
            try (SwitchProcess process = SwitchProcess.start(site, data)) {
                final String recovered = process.recoveredStateHash();
                assertEquals(0, process.stop());
                final JournalAudit audit = JournalAudit.of(data, config);
                assertFalse(recovered.isEmpty());
                buyers.forEach(buyer -> audit.compare(buyer.tape()));
                return audit.findings();
            }
        }
    }

    private static void buyUntilCut(Site site, LoopDisk disk, List<Buyer> buyers, int answers)
            throws Throwable {
        final List<Thread> threads = new ArrayList<>();
        try (SwitchProcess process = SwitchProcess.start(site, disk.path().resolve("data"))) {
            buyers.forEach(buyer -> threads.add(buyer.start(site.binaryPort())));
            while (buyers.stream().mapToInt(Buyer::answers).sum() < answers
                    && threads.stream().anyMatch(Thread::isAlive)) {
                LockSupport.parkNanos(100_000);
            }
            disk.cutPower();
            process.kill();
        }
        for (final Thread thread : threads) {
            thread.join();
        }
        for (final Buyer buyer : buyers) {
            assertNull(buyer.oddity());
        }
    }
}
