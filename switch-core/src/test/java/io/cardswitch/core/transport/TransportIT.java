package io.cardswitch.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.pipeline.ManualJournal;
import io.cardswitch.core.pipeline.PipelineLayout;
import io.cardswitch.iso8583.framing.Framing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

final class TransportIT {
    private static final int MANY = 2_000;

    /** Limits small enough to be met within a test. */
    private static ListenerConfig limits(int connections, int perAddress, long stallMs, long idle) {
        return new ListenerConfig(
                TransportFixture.LINK,
                TransportFixture.LINK_ID,
                "127.0.0.1",
                0,
                Framing.BIN2,
                512,
                connections,
                perAddress,
                stallMs,
                idle,
                1 << 14,
                Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"COMPACT,BIN2", "COMPACT,ASC4", "STAGED,BIN2", "STAGED,ASC4"})
    void shouldAnswerEachOnceWhenManyMessagesShareSegments(PipelineLayout layout, Framing framing)
            throws IOException {
        try (TransportFixture fixture = new TransportFixture(layout, framing);
                TerminalClient first = new TerminalClient(fixture.port(), framing);
                TerminalClient second = new TerminalClient(fixture.port(), framing)) {
            first.send(TerminalClient.echoes(framing, 1, MANY));
            second.send(TerminalClient.echoes(framing, 1, MANY));
            assertEquals(MANY, second.readStans(MANY).size());
            assertEquals(MANY, first.readStans(MANY).size());
            assertEquals(List.of(), fixture.failures);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnswerWhenEveryByteIsASegment(Framing framing) throws IOException {
        try (TransportFixture fixture = new TransportFixture(PipelineLayout.COMPACT, framing);
                TerminalClient client = new TerminalClient(fixture.port(), framing)) {
            for (final byte one : TerminalClient.echoes(framing, 7, 9)) {
                client.send(new byte[] {one});
            }
            assertEquals(List.of(7, 8, 9), List.copyOf(client.readStans(3)));
        }
    }

    @ParameterizedTest
    @EnumSource(PipelineLayout.class)
    void shouldAnswerEverythingWhenRingFull(PipelineLayout layout) throws IOException {
        final ManualJournal journal = new ManualJournal(0).manual();
        final int count = TransportFixture.RING_SIZE * 10;
        try (TransportFixture fixture =
                        new TransportFixture(
                                layout, journal, TransportFixture.listener(Framing.BIN2));
                TerminalClient client = new TerminalClient(fixture.port(), Framing.BIN2)) {
            client.send(TerminalClient.echoes(Framing.BIN2, 1, count));
            TransportFixture.await(
                    "reading stalls", () -> fixture.metric("switch_read_stalls_total") > 0);
            final Thread disk = new Thread(() -> makeAllDurable(journal, count), "slow-disk");
            disk.start();
            assertEquals(count, client.readStans(count).size());
            disk.join();
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void makeAllDurable(ManualJournal journal, int count) {
        while (journal.durableSequence() < count && !Thread.currentThread().isInterrupted()) {
            if (journal.appendedSequence() > journal.durableSequence()) {
                journal.makeDurable(journal.appendedSequence());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnswerTheRestWhenOneReadBringsHalfAFrame(Framing framing) throws IOException {
        try (TransportFixture fixture = new TransportFixture(PipelineLayout.COMPACT, framing);
                TerminalClient client = new TerminalClient(fixture.port(), framing)) {
            final byte[] bytes = TerminalClient.echoes(framing, 1, 3);
            final int half = bytes.length / 2;
            client.send(Arrays.copyOf(bytes, half));
            assertEquals(1, client.readStan());
            client.send(Arrays.copyOfRange(bytes, half, bytes.length));
            assertEquals(List.of(2, 3), List.copyOf(client.readStans(2)));
        }
    }

    @ParameterizedTest
    @CsvSource({"BIN2_00,00000000", "BIN2_ETX,0000"})
    void shouldSendPollsBackWhenTheFramingHasThem(Framing framing, String hex) throws IOException {
        try (TransportFixture fixture = new TransportFixture(PipelineLayout.COMPACT, framing);
                TerminalClient client = new TerminalClient(fixture.port(), framing)) {
            for (int i = 1; i <= TransportFixture.MALFORMED_LIMIT + 1; i++) {
                client.send(HexFormat.of().parseHex(hex));
                assertEquals(hex, HexFormat.of().formatHex(client.readFrame()));
            }
            client.send(TerminalClient.echo(framing, 5));
            assertEquals(5, client.readStan());
            assertEquals(
                    TransportFixture.MALFORMED_LIMIT + 1,
                    fixture.metric("switch_empty_frames_total"));
        }
    }

    @ParameterizedTest
    @CsvSource({"CUPS,30303030", "BIN2_00,00020020AAAA"})
    void shouldSayNothingWhenThePeerIsAlive(Framing framing, String hex) throws IOException {
        try (TransportFixture fixture = new TransportFixture(PipelineLayout.COMPACT, framing);
                TerminalClient client = new TerminalClient(fixture.port(), framing)) {
            for (int i = 0; i <= TransportFixture.MALFORMED_LIMIT; i++) {
                client.send(HexFormat.of().parseHex(hex));
            }
            client.send(TerminalClient.echo(framing, 5));
            assertEquals(5, client.readStan());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BIN2,FFFF,FRAME_TOO_LONG",
        "BIN2,474554202F20485454502F312E310D0A,FRAME_TOO_LONG",
        "BIN2,000000000000,BAD_MESSAGES",
        "BIN2,000401020304000401020304000401020304,BAD_MESSAGES",
        "ASC4,39393939,FRAME_TOO_LONG",
        "ASC4,3031324133,LENGTH_UNREADABLE",
        "ASC4,0102030405,LENGTH_UNREADABLE",
        "ASC4,303030303030303030303030,BAD_MESSAGES",
        "ASC6,393939393939,FRAME_TOO_LONG",
        "HEX4,58303030,LENGTH_UNREADABLE",
        "HEX4,303030303030303030303030,BAD_MESSAGES",
        "BIN3,FFFFFF,FRAME_TOO_LONG",
        "BIN4,FFFFFFFF,FRAME_TOO_LONG",
        "BIN2_INC,0001,LENGTH_UNREADABLE",
        "BIN2_INC,000200020002,BAD_MESSAGES",
        "BIN2_ETX,000301020A,TRAILER_MISSING",
        "ETX,030303,BAD_MESSAGES",
        "BIN2_TPDU,000502000102030005020001020300050200010203,BAD_MESSAGES",
        "BCD2_TPDU,0A00,LENGTH_UNREADABLE",
        "CUPS,393939393939,FRAME_TOO_LONG"
    })
    void shouldCloseOnlyTheSenderWhenBytesAreGarbage(
            Framing framing, String hex, CloseReason reason) throws IOException {
        try (TransportFixture fixture = new TransportFixture(PipelineLayout.COMPACT, framing);
                TerminalClient good = new TerminalClient(fixture.port(), framing);
                TerminalClient bad = new TerminalClient(fixture.port(), framing)) {
            good.send(TerminalClient.echo(framing, 1));
            assertEquals(1, good.readStan());
            bad.send(HexFormat.of().parseHex(hex));
            assertTrue(bad.isClosedByPeer());
            fixture.awaitClosed(reason);
            assertEquals(1, fixture.operatorLog.size(), fixture.operatorLog::toString);
            good.send(TerminalClient.echo(framing, 2));
            assertEquals(2, good.readStan());
            assertEquals(List.of(), fixture.failures);
        }
    }

    @Test
    void shouldStayOpenWhenMalformedMessagesAreNotInARow() throws IOException {
        try (TransportFixture fixture = new TransportFixture(PipelineLayout.COMPACT, Framing.BIN2);
                TerminalClient client = new TerminalClient(fixture.port(), Framing.BIN2)) {
            for (int stan = 1; stan <= TransportFixture.MALFORMED_LIMIT * 3; stan++) {
                client.send(new byte[TransportFixture.MALFORMED_LIMIT - 1 << 1]); // Empty frames.
                client.send(TerminalClient.echo(Framing.BIN2, stan));
                assertEquals(stan, client.readStan());
            }
        }
    }

    @Test
    void shouldRefuseConnectionsWhenTheListenerIsFull() throws IOException {
        shouldRefuseTheThird(limits(2, 9, 20_000, 0), CloseReason.TOO_MANY);
    }

    @Test
    void shouldRefuseConnectionsWhenOneAddressHasTooMany() throws IOException {
        shouldRefuseTheThird(limits(9, 2, 20_000, 0), CloseReason.TOO_MANY_FROM_ADDRESS);
    }

    private static void shouldRefuseTheThird(ListenerConfig listener, CloseReason reason)
            throws IOException {
        try (TransportFixture fixture =
                new TransportFixture(PipelineLayout.COMPACT, new ManualJournal(0), listener)) {
            try (TerminalClient first = new TerminalClient(fixture.port(), Framing.BIN2);
                    TerminalClient second = new TerminalClient(fixture.port(), Framing.BIN2)) {
                first.send(TerminalClient.echo(Framing.BIN2, 1));
                second.send(TerminalClient.echo(Framing.BIN2, 2));
                assertEquals(1, first.readStan());
                assertEquals(2, second.readStan());
                try (TerminalClient third = new TerminalClient(fixture.port(), Framing.BIN2)) {
                    assertTrue(third.isClosedByPeer());
                }
                fixture.awaitClosed(reason);
            }
            TransportFixture.await(
                    "both have left", () -> fixture.metric("switch_connections") == 0);
            try (TerminalClient next = new TerminalClient(fixture.port(), Framing.BIN2)) {
                next.send(TerminalClient.echo(Framing.BIN2, 3));
                assertEquals(3, next.readStan());
            }
        }
    }

    @Test
    void shouldCloseWhenAFrameStaysUnfinished() throws IOException {
        try (TransportFixture fixture =
                        new TransportFixture(
                                PipelineLayout.COMPACT,
                                new ManualJournal(0),
                                limits(9, 9, 100, 0));
                TerminalClient client = new TerminalClient(fixture.port(), Framing.BIN2)) {
            final byte[] frame = TerminalClient.echo(Framing.BIN2, 1);
            client.send(Arrays.copyOf(frame, frame.length - 1));
            assertTrue(client.isClosedByPeer());
            fixture.awaitClosed(CloseReason.PARTIAL_FRAME);
        }
    }

    @Test
    void shouldCloseWhenNothingComes() throws IOException {
        try (TransportFixture fixture =
                        new TransportFixture(
                                PipelineLayout.COMPACT,
                                new ManualJournal(0),
                                limits(9, 9, 20_000, 100));
                TerminalClient client = new TerminalClient(fixture.port(), Framing.BIN2)) {
            assertTrue(client.isClosedByPeer());
            fixture.awaitClosed(CloseReason.IDLE);
        }
    }

    @Test
    void shouldCloseTheSlowReaderAndServeOthersWhenAnswersAreNotRead() throws Exception {
        try (TransportFixture fixture =
                        new TransportFixture(
                                PipelineLayout.COMPACT,
                                new ManualJournal(0),
                                limits(9, 9, 2_000, 0));
                Socket socket = new Socket("127.0.0.1", fixture.port());
                TerminalClient good = new TerminalClient(fixture.port(), Framing.BIN2)) {
            final byte[] batch = TerminalClient.echoes(Framing.BIN2, 1, 500);
            final Thread sender =
                    Thread.ofPlatform()
                            .name("never-reads")
                            .start(() ->
                                    assertThrows(
                                            IOException.class,
                                            () -> {
                                                while (true) {
                                                    socket.getOutputStream().write(batch);
                                                }
                                            }));
            int stan = 0;
            while (fixture.metric("switch_connections_closed_total") == 0) {
                stan = stan % 999_999 + 1;
                good.send(TerminalClient.echo(Framing.BIN2, stan));
                assertEquals(stan, good.readStan());
            }
            sender.join();
            fixture.awaitClosed(CloseReason.SLOW_READER);
            assertEquals(List.of(), fixture.failures);
        }
    }

    @Test
    void shouldSayWhatIsWrongWhenThePortIsTaken() throws IOException {
        try (TransportFixture fixture =
                new TransportFixture(PipelineLayout.COMPACT, Framing.BIN2)) {
            final ListenerConfig taken =
                    ListenerConfig.loopback("atm", 1, fixture.port(), Framing.BIN2);
            final TransportException failure =
                    assertThrows(
                            TransportException.class,
                            () ->
                                    new TransportFixture(
                                            PipelineLayout.COMPACT, new ManualJournal(0), taken));
            assertTrue(
                    failure.getMessage().startsWith("link atm: cannot listen on 127.0.0.1:"),
                    failure::getMessage);
        }
    }

    @ParameterizedTest
    @EnumSource(PipelineLayout.class)
    void shouldAnswerWhatIsInFlightWhenReadingStops(PipelineLayout layout) throws IOException {
        final ManualJournal journal = new ManualJournal(0).manual();
        try (TransportFixture fixture =
                        new TransportFixture(
                                layout, journal, TransportFixture.listener(Framing.BIN2));
                TerminalClient client = new TerminalClient(fixture.port(), Framing.BIN2)) {
            client.send(TerminalClient.echoes(Framing.BIN2, 1, 5));
            TransportFixture.await("all journaled", () -> journal.appendedSequence() == 5);
            fixture.transport.stopReading();
            client.send(TerminalClient.echo(Framing.BIN2, 6));
            journal.makeDurable(5);
            assertEquals(5, client.readStans(5).size());
            fixture.stop();
            assertTrue(client.isClosedByPeer());
            assertEquals(5, journal.appendedSequence(), "nothing was taken after the stop");
        }
    }
}
