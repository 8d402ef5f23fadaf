package io.cardswitch.core.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.command.CommandHandler;
import io.cardswitch.core.domain.CardCheck;
import io.cardswitch.core.domain.CardStatus;
import io.cardswitch.core.domain.Product;
import io.cardswitch.core.domain.RouteDestination;
import io.cardswitch.core.engine.EngineConfig;
import io.cardswitch.core.engine.EngineDriver;
import io.cardswitch.core.engine.SwitchStateMachine;

import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

final class PipelineTest {
    private static final byte[] COMMAND = new byte[16];

    @ParameterizedTest
    @EnumSource
    void shouldReleaseInOrderBehindTheRecoveredSequenceWhenPublished(PipelineLayout layout) {
        try (PipelineFixture fixture =
                new PipelineFixture(layout, new ManualJournal(41), PipelineFixture.echo())) {
            for (int i = 0; i < 3; i++) {
                assertTrue(fixture.publish(false));
            }
            assertTrue(fixture.pipeline.flush(20_000));
            assertEquals(List.of(42L, 43L, 44L), fixture.released());
            assertEquals(44, fixture.pipeline.releasedSequence());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldHandOverCardChecksInTheirOrderWhenAmongReplies(PipelineLayout layout) {
        final CommandHandler engine =
                (sequence, buffer, offset, length, effects) -> {
                    if (sequence % 2 == 0) {
                        effects.addReply().edgeHandle(sequence);
                    } else {
                        effects.addCardCheck().sequence(sequence);
                    }
                };
        try (PipelineFixture fixture = new PipelineFixture(layout, new ManualJournal(0), engine)) {
            for (int i = 0; i < 4; i++) {
                assertTrue(fixture.publish(false));
            }
            assertTrue(fixture.pipeline.flush(20_000));
            assertEquals(List.of(-1L, 2L, -3L, 4L), fixture.released());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReleaseOnlyWhatIsDurableWhenTheDiskIsSlow(PipelineLayout layout) {
        final ManualJournal journal = new ManualJournal(0).manual();
        final AtomicLong applied = new AtomicLong();
        final CommandHandler engine =
                (sequence, buffer, offset, length, effects) -> {
                    effects.addReply().edgeHandle(sequence);
                    applied.set(sequence);
                };
        try (PipelineFixture fixture = new PipelineFixture(layout, journal, engine)) {
            for (int i = 0; i < 5; i++) {
                assertTrue(fixture.publish(false));
            }
            PipelineFixture.await("engine runs ahead of the disk", () -> applied.get() == 5);
            PipelineFixture.await("journal is written", () -> journal.appendedSequence() == 5);
            assertEquals(List.of(), fixture.released());

            journal.makeDurable(3);
            PipelineFixture.await(
                    "three are released", () -> fixture.pipeline.releasedSequence() == 3);
            fixture.settle();
            assertEquals(List.of(1L, 2L, 3L), fixture.released());

            journal.makeDurable(5);
            assertTrue(fixture.pipeline.flush(20_000));
            assertEquals(List.of(1L, 2L, 3L, 4L, 5L), fixture.released());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseClaimsButKeepReservedRoomWhenRingFull(PipelineLayout layout) {
        final ManualJournal journal = new ManualJournal(0).manual();
        try (PipelineFixture fixture =
                new PipelineFixture(layout, journal, PipelineFixture.echo())) {
            final int ordinary = PipelineFixture.RING_SIZE - PipelineFixture.RESERVED;
            for (int i = 0; i < ordinary; i++) {
                assertTrue(fixture.publish(false));
            }
            assertFalse(fixture.publish(false), "reserved room is not for ordinary commands");
            for (int i = 0; i < PipelineFixture.RESERVED; i++) {
                assertTrue(fixture.publish(true));
            }
            assertFalse(fixture.publish(true));
            assertEquals(List.of(), fixture.released());

            PipelineFixture.await(
                    "all are journaled",
                    () -> journal.appendedSequence() == PipelineFixture.RING_SIZE);
            journal.makeDurable(PipelineFixture.RING_SIZE);
            assertTrue(fixture.pipeline.flush(20_000));
            assertTrue(fixture.publish(false), "room comes back with the release");
            journal.makeDurable(PipelineFixture.RING_SIZE + 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeAllSubmissionsWhenTheyExceedTheRing(PipelineLayout layout) {
        final int count = PipelineFixture.RING_SIZE * 500;
        try (PipelineFixture fixture =
                new PipelineFixture(layout, new ManualJournal(0), PipelineFixture.echo())) {
            for (int i = 0; i < count; i++) {
                fixture.submit(COMMAND);
            }
            assertTrue(fixture.pipeline.flush(20_000));
            assertEquals(count, fixture.released().size());
        }
    }

    /** A disk that forces only when something was appended since: nobody else wakes the loop. */
    @Test
    void shouldComeBackForSubmissionsWhenTheRingWasFull() {
        final ManualJournal journal = new ManualJournal(0).manual();
        final int commands = 3 * PipelineFixture.RING_SIZE;
        try (PipelineFixture fixture =
                new PipelineFixture(PipelineLayout.COMPACT, journal, PipelineFixture.echo())) {
            for (int i = 0; i < commands; i++) {
                fixture.submit(COMMAND);
            }
            fixture.settle();
            while (journal.appendedSequence() > journal.durableSequence()) {
                journal.makeDurable(journal.appendedSequence());
                fixture.settle();
            }
            assertEquals(commands, fixture.released().size());
        }
    }

    /** Submissions lie in a circular buffer: the read at its end may find padding only. */
    @Test
    void shouldComeBackForSubmissionsBehindTheEndOfTheirBuffer() {
        final int bytes = COMMAND.length + RecordDescriptor.HEADER_LENGTH;
        final int upToTheEnd = CompactPipeline.SUBMISSION_BYTES / bytes;
        assertNotEquals(0, CompactPipeline.SUBMISSION_BYTES % bytes, "the end is padding");
        try (PipelineFixture fixture =
                new PipelineFixture(
                        PipelineFixture.config(PipelineLayout.COMPACT, 4096),
                        new ManualJournal(0),
                        PipelineFixture.echo())) {
            fixture.submitWhileTheLoopIsBusy(COMMAND, upToTheEnd);
            fixture.submitWhileTheLoopIsBusy(COMMAND, 10);
            assertEquals(upToTheEnd + 10, fixture.released().size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReleaseNothingMoreAndTellOnceWhenTheEngineThrows(PipelineLayout layout) {
        final CommandHandler engine =
                (sequence, buffer, offset, length, effects) -> {
                    if (sequence >= 3) {
                        throw new AssertionError("a bug");
                    }
                    effects.addReply().edgeHandle(sequence);
                };
        try (PipelineFixture fixture = new PipelineFixture(layout, new ManualJournal(0), engine)) {
            assertTrue(fixture.publish(false));
            assertTrue(fixture.publish(false));
            assertTrue(fixture.pipeline.flush(20_000));
            fixture.publish(false);
            PipelineFixture.await("the node is told", () -> !fixture.failures().isEmpty());

            assertFalse(fixture.publish(true), "a stopped pipeline takes nothing");
            fixture.settle();
            assertEquals(List.of("engine: a bug"), fixture.failures());
            assertEquals(List.of(1L, 2L), fixture.released());
            assertThrows(
                    IllegalStateException.class,
                    () -> {
                        while (true) { // Until the queue in front of the ring is full, if any.
                            fixture.submit(COMMAND);
                        }
                    });
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReleaseNothingOfTheBatchWhenTheJournalFails(PipelineLayout layout) {
        final ManualJournal journal = new ManualJournal(0).failingAt(2);
        try (PipelineFixture fixture =
                new PipelineFixture(layout, journal, PipelineFixture.echo())) {
            fixture.onLoop(() -> {
                for (int i = 0; i < 3; i++) {
                    assertTrue(fixture.ingress.tryClaim(false));
                    fixture.ingress.publish(COMMAND.length);
                }
                fixture.ingress.drain();
                return null;
            });
            PipelineFixture.await("the node is told", () -> !fixture.failures().isEmpty());
            fixture.settle();
            assertEquals(List.of("journal: the disk is gone"), fixture.failures());
            assertTrue(
                    fixture.released().stream().allMatch(sequence -> sequence < 2),
                    "nothing leaves from the failed append on: " + fixture.released());
            assertFalse(fixture.pipeline.flush(20_000));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReleaseNothingMoreWhenTheForceFails(PipelineLayout layout) {
        final ManualJournal journal = new ManualJournal(0).manual();
        try (PipelineFixture fixture =
                new PipelineFixture(layout, journal, PipelineFixture.echo())) {
            assertTrue(fixture.publish(false));
            PipelineFixture.await("journal is written", () -> journal.appendedSequence() == 1);
            journal.failForce();
            journal.makeDurable(1);
            fixture.settle();
            assertEquals(List.of("journal: the force failed"), fixture.failures());
            assertFalse(fixture.pipeline.flush(20_000));
            assertEquals(List.of(), fixture.released());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadBetweenBatchesWhenInspected(PipelineLayout layout) {
        final long[] applied = {0}; // Plain: the pipeline makes it visible.
        final CommandHandler engine =
                (sequence, buffer, offset, length, effects) -> applied[0] = sequence;
        try (PipelineFixture fixture = new PipelineFixture(layout, new ManualJournal(0), engine)) {
            for (int i = 0; i < 100; i++) {
                fixture.submit(COMMAND);
            }
            assertTrue(fixture.pipeline.flush(20_000));
            final long[] seen = {0};
            fixture.pipeline.inspect(() -> seen[0] = applied[0]);
            assertEquals(100, seen[0]);
        }
    }

    @Test
    void shouldEndInTheSameStateWhenLayoutsDiffer() {
        final List<byte[]> log = log(20_000);
        final SwitchStateMachine compact = new SwitchStateMachine(EngineConfig.small());
        final SwitchStateMachine staged = new SwitchStateMachine(EngineConfig.small());
        final List<Long> compactReplies = run(PipelineLayout.COMPACT, compact, log);
        final List<Long> stagedReplies = run(PipelineLayout.STAGED, staged, log);
        assertEquals(compactReplies, stagedReplies);
        assertEquals(compact.stateHash(), staged.stateHash());
        assertEquals(compact.decisionHash(), staged.decisionHash());
        assertTrue(compact.isConserved());
    }

    private static List<Long> run(
            PipelineLayout layout, SwitchStateMachine engine, List<byte[]> log) {
        try (PipelineFixture fixture =
                new PipelineFixture(
                        PipelineFixture.config(layout, 256), new ManualJournal(0), engine)) {
            log.forEach(fixture::submit);
            assertTrue(fixture.pipeline.flush(20_000));
            assertEquals(List.of(), fixture.failures());
            return fixture.released();
        }
    }

    /** Purchases, card checks and reversals over a few cards, money running out on the way. */
    private static List<byte[]> log(int count) {
        final EngineDriver driver = new EngineDriver(EngineConfig.small());
        driver.start(1);
        driver.product(new Product(1, -1, -1, 0, 86_400_000, 7, CardCheck.PIN_PVV.bit(), 9));
        driver.route(EngineDriver.BIN, EngineDriver.BIN, RouteDestination.ON_US);
        driver.commit(1);
        for (int card = 1; card <= 8; card++) {
            driver.account("A" + card, 1_000_000);
            driver.card(card, "A" + card, 3012, 1, CardStatus.ACTIVE, 1_234);
        }
        final SplittableRandom random = new SplittableRandom(7);
        for (int stan = 1; stan <= count; stan++) {
            driver.pass(random.nextInt(20));
            final long amountMinor = 100 + random.nextInt(5_000);
            if (random.nextInt(4) == 0) {
                driver.reversal(0x0400, 2, random.nextInt(1, 9), amountMinor, stan - 1);
                driver.sendReversal();
            } else {
                driver.request(0x0200, random.nextInt(1, 9), amountMinor, stan)
                        .evidence((short) random.nextInt(2));
                driver.submit();
                if (driver.effects().isCardCheck(0) && random.nextInt(8) > 0) {
                    final long sequence = driver.engine().lastSequence();
                    driver.result(sequence, stan, random.nextInt(10) / 9);
                }
            }
        }
        return driver.log();
    }
}
