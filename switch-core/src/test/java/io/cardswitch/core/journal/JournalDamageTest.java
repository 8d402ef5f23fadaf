package io.cardswitch.core.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.journal.JournalFixture.Place;
import io.cardswitch.core.journal.segment.JournalDamage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Goal: a torn tail is cut, anything else is refused, nothing wrong is ever replayed. */
final class JournalDamageTest {
    private static final int SECTOR_BYTES = 512;
    private static final int PAGE_BYTES = 4096;

    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource
    void shouldKeepEveryWholeRecordWhenTheFileEndsAtAnyByteOfTheLastThree(JournalFormat format)
            throws IOException {
        final JournalFixture fixture = new JournalFixture(format, directory).written(4, 5);
        final List<Place> places = JournalFixture.places(directory);
        final Path file = places.getLast().file();
        final byte[] whole = Files.readAllBytes(file);
        for (int size = places.get(17).offset(); size < places.getLast().end(); size++) {
            Files.write(file, whole);
            JournalFixture.truncate(file, size);
            final int limit = size;
            final long kept = places.stream().filter(place -> place.end() <= limit).count();
            assertRecovers(fixture, kept, size > places.get((int) kept - 1).end());
            assertRecovers(fixture, kept, false); // Cut once, the journal is whole again.
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldCutWhenASectorOfTheUnprovenTailReadsAsZeros(JournalFormat format)
            throws IOException {
        // One commit: several excerpts, and no force in between that would prove a part of them.
        final JournalFixture fixture = new JournalFixture(format, directory).written(1, 1500);
        final List<Place> places = JournalFixture.places(directory);
        final Path file = places.getLast().file();
        final byte[] whole = Files.readAllBytes(file);
        final int first = (places.get(1).offset() & -SECTOR_BYTES) + SECTOR_BYTES;
        for (int at = first; at < places.getLast().end(); at += 3 * SECTOR_BYTES) {
            Files.write(file, whole);
            JournalFixture.zero(file, at, SECTOR_BYTES);
            final int sector = at;
            final long kept = places.stream().takeWhile(place -> place.end() <= sector).count();
            assertRecovers(fixture, kept, true);
        }
    }

    private void assertRecovers(JournalFixture fixture, long kept, boolean isCut) {
        final CommandTape replayed = new CommandTape();
        final RecoveryReport report = JournalRecovery.recover(directory, replayed).report();
        assertEquals(fixture.tape().upTo(kept), replayed.upTo(replayed.size()));
        assertEquals(kept, report.lastSequence());
        assertEquals(isCut, report.truncatedBytes() > 0, report::toString);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWithFileAndOffsetWhenABitInTheMiddleFlipped(JournalFormat format)
            throws IOException {
        final JournalFixture fixture = proven(format, 20, 5);
        final List<Place> places = JournalFixture.places(directory);
        final Path file = places.getLast().file();
        final long size = Files.size(file);
        final int last = places.get(90).offset();
        for (int at = places.getFirst().offset(); at < last; at += 11) {
            if (!isMeaningful(places, at)) continue;
            for (final int mask : new int[] {0x01, 0x40, 0x80}) {
                JournalFixture.flip(file, at, mask);
                final String what = "byte " + at + " mask " + mask;
                final JournalException refusal =
                        assertThrows(JournalException.class, this::recover, what);
                assertTrue(refusal.getMessage().contains(file + " at offset "), what);
                assertEquals(size, Files.size(file), "nothing was cut");
                final JournalDamage damage = JournalReader.read(directory, this::ignore).damage();
                assertNotNull(damage, what);
                assertTrue(Math.abs(damage.offset() - at) < 5 * 220, damage + " for " + what);
                JournalFixture.flip(file, at, mask);
            }
        }
        assertEquals(fixture.tape(), fixture.replay(directory));
    }

    /** In a record or in the excerpt's word in front of one; excerpts are padded in between. */
    private static boolean isMeaningful(List<Place> places, int at) {
        return places.stream().anyMatch(place -> at >= place.offset() - 4 && at < place.end());
    }

    /** Nobody forced these records: only what a power cut cannot have done is refused. */
    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhenABitFlippedInTheUnprovenMiddle(JournalFormat format) {
        final JournalFixture fixture = new JournalFixture(format, directory).written(1, 100);
        for (final Place place : JournalFixture.places(directory).subList(0, 90)) {
            JournalFixture.flip(place.file(), place.offset() + 25, 0x80);
            assertThrows(JournalException.class, this::recover);
            JournalFixture.flip(place.file(), place.offset() + 25, 0x80);
        }
        assertEquals(fixture.tape(), fixture.replay(directory));
    }

    /** Every batch forced before the next is written. */
    private JournalFixture proven(JournalFormat format, int batches, int commandsPerBatch) {
        final JournalFixture fixture = new JournalFixture(format, directory, Durability.DISK);
        try (SegmentedJournal journal = fixture.open(new CommandTape())) {
            for (int batch = 0; batch < batches; batch++) {
                fixture.append(journal, 1, commandsPerBatch);
                while (journal.durableSequence() < fixture.sequence()) {
                    Thread.onSpinWait();
                }
            }
        }
        return fixture;
    }

    /** A page that went to the disk early ends in zeros; the next one went later, with records. */
    @ParameterizedTest
    @EnumSource
    void shouldCutWhenAnUnprovenPageIsOlderThanTheOneBehindIt(JournalFormat format)
            throws IOException {
        final JournalFixture fixture = new JournalFixture(format, directory).written(1, 1500);
        final List<Place> places = JournalFixture.places(directory);
        final Path file = places.getLast().file();
        final byte[] whole = Files.readAllBytes(file);
        final int page = (places.get(700).offset() & -PAGE_BYTES) + PAGE_BYTES;
        for (int stale = 4; stale < 3 * SECTOR_BYTES; stale += 4) {
            Files.write(file, whole);
            JournalFixture.zero(file, page - stale, stale);
            final int from = page - stale;
            final long kept = places.stream().takeWhile(place -> place.end() <= from).count();
            assertRecovers(fixture, kept, true);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhenZerosStandWhereARecordWasProvenForced(JournalFormat format) {
        proven(format, 50, 1);
        final Place place = JournalFixture.places(directory).get(25);
        JournalFixture.zero(place.file(), place.offset() & -SECTOR_BYTES, SECTOR_BYTES);
        final JournalException refusal = assertThrows(JournalException.class, this::recover);
        assertTrue(refusal.getMessage().contains("nothing was cut"), refusal.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhenASegmentFileIsMissing(JournalFormat format) throws IOException {
        final JournalFixture fixture = new JournalFixture(format, directory);
        fixture.written(120, 200).written(50, 200);
        final List<Path> segments = JournalFixture.segments(directory);
        assertTrue(segments.size() >= 4, "several segments in two runs");
        for (final Path missing : segments.subList(0, segments.size() - 1)) {
            final Path aside = directory.resolve("aside");
            Files.move(missing, aside);
            final JournalException refusal =
                    assertThrows(JournalException.class, this::recover, missing.toString());
            assertTrue(refusal.getMessage().contains("missing"), refusal.getMessage());
            Files.move(aside, missing);
        }
        assertEquals(fixture.tape(), fixture.replay(directory));
    }

    @Test
    void shouldDropOnlyTheUnfinishedExcerptWhenKilledWhileWritingIt() throws IOException {
        final JournalFixture fixture =
                new JournalFixture(JournalFormat.CHRONICLE, directory).written(10, 5);
        final List<Place> places = JournalFixture.places(directory);
        final Place firstOfLastBatch = places.get(45);
        JournalFixture.flip(firstOfLastBatch.file(), firstOfLastBatch.offset() - 1, 0x80);
        assertRecovers(fixture, 45, true);
    }

    /** The library writes the word of an excerpt last: the records may all be there by then. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 250, 400})
    void shouldDropTheExcerptWhenKilledBeforeItsWordWasWritten(int bytesMissing)
            throws IOException {
        final JournalFixture fixture =
                new JournalFixture(JournalFormat.CHRONICLE, directory).written(10, 5);
        final List<Place> places = JournalFixture.places(directory);
        final Path file = places.getLast().file();
        assertTrue(places.getLast().end() - bytesMissing > places.get(45).offset());
        JournalFixture.zero(file, places.get(45).offset() - 4, 4);
        JournalFixture.zero(file, places.getLast().end() - bytesMissing, bytesMissing);
        final JournalReader.Summary seen = JournalReader.read(directory, this::ignore);
        assertEquals(null, seen.damage());
        assertEquals(45, seen.lastSequence());
        assertRecovers(fixture, 45, true);
        assertRecovers(fixture, 45, false);
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnBehindTheCutWhenATornTailWasCut(JournalFormat format) {
        final JournalFixture fixture = new JournalFixture(format, directory).written(10, 5);
        final Place torn = JournalFixture.places(directory).get(49);
        JournalFixture.truncate(torn.file(), torn.offset() + 30);
        final CommandTape again = new CommandTape();
        try (SegmentedJournal journal = fixture.open(again)) {
            assertEquals(49, journal.recovery().lastSequence());
            assertEquals(torn.offset(), journal.recovery().offset());
            assertEquals(30, journal.recovery().truncatedBytes());
            journal.append(50, CommandTape.command(new java.util.SplittableRandom(1)), 0, 8);
            journal.commit();
        }
        assertEquals(50, fixture.replay(directory).size());
        assertEquals(null, JournalReader.read(directory, this::ignore).damage());
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotNeedChroniclesMetadataWhenItIsDeletedOrGarbage(JournalFormat format)
            throws IOException {
        final JournalFixture fixture = new JournalFixture(format, directory).written(10, 5);
        final Path metadata = directory.resolve("journal/00000001/metadata.cq4t");
        if (format == JournalFormat.CHRONICLE) Files.delete(metadata);
        assertEquals(fixture.tape(), fixture.replay(directory));
        Files.write(metadata, new byte[] {1, 2, 3});
        assertEquals(fixture.tape(), fixture.replay(directory));
    }

    private void recover() {
        JournalRecovery.recover(directory, new CommandTape());
    }

    private void ignore(
            Path file, long sequence, org.agrona.DirectBuffer buffer, int offset, int length) {}
}
