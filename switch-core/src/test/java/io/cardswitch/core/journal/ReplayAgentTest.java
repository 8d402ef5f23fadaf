package io.cardswitch.core.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.command.CommandHandler;
import io.cardswitch.core.command.Effects;
import io.cardswitch.core.journal.JournalFixture.Place;

import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Goal: two threads replay what one would: the same records, the same end, the first error. */
final class ReplayAgentTest {
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(30);
    private static final int BATCHES = 75;
    private static final int COMMANDS = BATCHES * 200; // Several hand-overs, two segments.

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 64, 4_096, 4_097, 8_192, 12_288, 12_289, COMMANDS})
    void shouldThrowWhatACommandThrewAndApplyNothingBehindIt(long failing) {
        new JournalFixture(JournalFormat.CHRONICLE, directory).written(BATCHES, 200);
        final AssertionError error = new AssertionError("replay divergence");
        final FailingHandler handler = new FailingHandler(failing, error);
        assertSame(error, assertThrows(AssertionError.class, () -> recover(handler)));
        assertEquals(failing, handler.last);
    }

    @Test
    void shouldThrowWhatACommandThrewWhenDamageStandsBehindIt() {
        new JournalFixture(JournalFormat.CHRONICLE, directory).written(BATCHES, 200);
        final Place place = JournalFixture.places(directory).get(9_000);
        JournalFixture.flip(place.file(), place.offset() + 25, 0x80);
        final FailingHandler handler = new FailingHandler(8_990, new IllegalStateException());
        assertThrows(IllegalStateException.class, () -> recover(handler));
        assertEquals(8_990, handler.last);
    }

    @ParameterizedTest
    @EnumSource
    void shouldApplyEveryRecordInFrontOfDamageAndNoneBehind(JournalFormat format) {
        final JournalFixture fixture = new JournalFixture(format, directory).written(BATCHES, 200);
        final List<Place> places = JournalFixture.places(directory);
        for (final int damaged : new int[] {0, 1, 4_096, 8_191, 8_192, 12_345}) {
            final Place place = places.get(damaged);
            JournalFixture.flip(place.file(), place.offset() + 25, 0x80);
            final CommandTape replayed = new CommandTape();
            final JournalException refusal =
                    assertThrows(JournalException.class, () -> recover(replayed));
            final String where = place.file() + " at offset " + place.offset() + ": record ";
            assertTrue(refusal.getMessage().contains(where + (damaged + 1)), refusal.getMessage());
            assertEquals(fixture.tape().upTo(damaged), replayed.upTo(replayed.size()));
            JournalFixture.flip(place.file(), place.offset() + 25, 0x80);
        }
        assertEquals(fixture.tape(), fixture.replay(directory));
    }

    @Test
    void shouldApplyOnOneNamedThreadThatEndsWithTheRecovery() throws InterruptedException {
        new JournalFixture(JournalFormat.CHRONICLE, directory).written(BATCHES, 200);
        final Thread[] applying = new Thread[1];
        recover((sequence, buffer, offset, length, effects) -> {
            assertTrue(applying[0] == null || applying[0] == Thread.currentThread());
            applying[0] = Thread.currentThread();
        });
        assertEquals("journal-replay", applying[0].getName());
        assertTrue(applying[0].join(ENDED_WITHIN), "ended");
    }

    /** Opening a file fails then; the files must not vanish under the thread that applies. */
    @Test
    void shouldKeepTheInterruptWhenInterruptedWhileApplying() {
        new JournalFixture(JournalFormat.CHRONICLE, directory).written(BATCHES, 200);
        final Thread recovering = Thread.currentThread();
        final CommandTape replayed = new CommandTape();
        final CommandHandler handler =
                (sequence, buffer, offset, length, effects) -> {
                    if (sequence == 100) recovering.interrupt();
                    replayed.onCommand(sequence, buffer, offset, length, effects);
                };
        assertThrows(JournalException.class, () -> recover(handler));
        assertTrue(Thread.interrupted(), "kept");
        assertTrue(replayed.size() > 4_096, "what was verified is applied");
    }

    private void recover(CommandHandler handler) {
        JournalRecovery.recover(directory, handler);
    }

    /** Fails at one command. */
    private static final class FailingHandler implements CommandHandler {
        private final long failing;
        private final Throwable error;
        private long last;

        FailingHandler(long failing, Throwable error) {
            this.failing = failing;
            this.error = error;
        }

        @Override
        public void onCommand(
                long sequence, DirectBuffer buffer, int offset, int length, Effects effects) {
            assertEquals(last + 1, sequence);
            last = sequence;
            if (sequence < failing) return;
            if (error instanceof Error thrown) throw thrown;
            throw (RuntimeException) error;
        }
    }
}
