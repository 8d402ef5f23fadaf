package io.cardswitch.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.engine.EngineConfig;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kill -9 under load, again and again: no approval is lost, none is posted twice. */
final class KillIT {
    private static final int BUYERS = 2;
    private static final int MAX_ANSWERS = 4_000;
    private static final Pattern LIVE_STATE =
            Pattern.compile("\"last_sequence\":(\\d+),.*\"state_hash\":\"(\\w+)\"");

    @ParameterizedTest(name = "{1} kills in mode {0}")
    @CsvSource({"process, 20", "disk, 5"})
    void shouldKeepEveryApprovalWhenKilled(String durability, int kills, @TempDir Path folder)
            throws Exception {
        final Site site = Site.write(folder.resolve("config"), durability);
        final EngineConfig config = site.read().node().engine();
        final Path data = folder.resolve("data");
        final SplittableRandom random = new SplittableRandom(20_261_122);
        final List<Buyer> buyers = new ArrayList<>();
        for (int i = 0; i < BUYERS; i++) {
            buyers.add(new Buyer("KILL" + Site.digits(i, 4), i));
        }

        String stateHash = "";
        for (int kill = 1; kill <= kills; kill++) {
            buyUntilKilled(site, data, stateHash, buyers, random.nextInt(1, MAX_ANSWERS));
            stateHash = audit(data, config, buyers, "kill " + kill).stateHash();
        }
        compareWithLive(site, data, config, buyers);
    }

    private static void buyUntilKilled(
            Site site, Path data, String stateHash, List<Buyer> buyers, int answers)
            throws Exception {
        final List<Thread> threads = new ArrayList<>();
        try (SwitchProcess process = SwitchProcess.start(site, data)) {
            if (!stateHash.isEmpty()) {
                assertEquals(stateHash, process.recoveredStateHash());
            }
            final int before = answersOf(buyers);
            buyers.forEach(buyer -> threads.add(buyer.start(site.binaryPort())));
            while (answersOf(buyers) < before + answers && isAnyAlive(threads)) {
                LockSupport.parkNanos(100_000);
            }
            process.kill();
        }
        for (final Thread thread : threads) {
            thread.join();
        }
        for (final Buyer buyer : buyers) {
            assertNull(buyer.oddity());
        }
    }

    private static JournalAudit audit(
            Path data, EngineConfig config, List<Buyer> buyers, String when) {
        final JournalAudit audit = JournalAudit.of(data, config);
        buyers.forEach(buyer -> audit.compare(buyer.tape()));
        assertEquals(List.of(), audit.findings(), when);
        assertTrue(audit.postedCount() >= answersOf(buyers), when);
        return audit;
    }

    /** The live switch, its replay and its own verification name the same state. */
    private static void compareWithLive(
            Site site, Path data, EngineConfig config, List<Buyer> buyers) throws Exception {
        final String live;
        try (SwitchProcess process = SwitchProcess.start(site, data)) {
            try (Terminal terminal = new Terminal(site.binaryPort(), "LAST0001")) {
                assertEquals("00", terminal.exchange(1, 0, 100).code());
            }
            live = process.admin("/api/state?walk=true");
            assertEquals(0, process.stop());
        }
        final JournalAudit audit = audit(data, config, buyers, "at the end");
        assertTrue(live.contains("\"840\":0"), live);
        assertTrue(live.contains("\"conserved\":true"), live);
        final Matcher state = LIVE_STATE.matcher(live);
        assertTrue(state.find(), live);
        final long sequence = Long.parseLong(state.group(1)); // A tick may have come behind it.
        assertEquals(state.group(2), JournalAudit.stateHashAfter(data, config, sequence));
        final SwitchProcess.Outcome verify =
                SwitchProcess.run("journal", "verify", data.toString());
        assertEquals(0, verify.exitCode(), verify.output());
        assertTrue(verify.output().contains(audit.stateHash()), verify.output());
    }

    private static int answersOf(List<Buyer> buyers) {
        return buyers.stream().mapToInt(Buyer::answers).sum();
    }

    private static boolean isAnyAlive(List<Thread> threads) {
        return threads.stream().anyMatch(Thread::isAlive);
    }
}
