package io.cardswitch.core.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.journal.JournalFixture.Place;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A power cut while one segment ends and the next one begins. */
class HoleAtRollTest {
    private static final int BATCH = 5;

    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource
    void shouldCutWhenAPageBeforeTheRollNeverReachedTheDisk(JournalFormat format) throws Exception {
        final JournalFixture fixture = new JournalFixture(format, directory);
        try (SegmentedJournal journal = fixture.open(new CommandTape())) {
            while (JournalFixture.segments(directory).size() < 2) {
                fixture.append(journal, 1, BATCH);
            }
            fixture.append(journal, 2, BATCH);
        }
        final List<Place> places = JournalFixture.places(directory);
        final Path first = JournalFixture.segments(directory).getFirst();
        final List<Place> inFirst =
                places.stream().filter(place -> place.file().equals(first)).toList();
        // It went to disk before the last batches: from the start of one of them, zeros.
        final Place lost = inFirst.get((inFirst.size() / BATCH - 3) * BATCH);
        final int from = lost.offset() - (format == JournalFormat.CHRONICLE ? Integer.BYTES : 0);
        JournalFixture.zero(first, from, (int) (Files.size(first) - from));
        final long kept = inFirst.indexOf(lost);
        assertTrue(kept > 0);
        final CommandTape replayed = new CommandTape();
        final RecoveryReport report = JournalRecovery.recover(directory, replayed).report();
        assertEquals(kept, report.lastSequence());
        assertEquals(fixture.tape().upTo(kept), replayed.upTo(replayed.size()));
        assertEquals(fixture.tape().upTo(kept), fixture.replay(directory).upTo(kept));
        assertEquals(null, JournalReader.read(directory, (f, n, b, o, l) -> {}).damage());
    }
}
