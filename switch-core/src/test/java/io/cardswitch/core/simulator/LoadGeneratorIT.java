package io.cardswitch.core.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.simulator.FakeSwitch.Reaction;
import io.cardswitch.core.simulator.request.LoadMix;
import io.cardswitch.core.simulator.request.SimulatedCard;
import io.cardswitch.core.simulator.request.TransactionKind;
import io.cardswitch.iso8583.framing.Framing;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.spec.Dialects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class LoadGeneratorIT {
    private static final String CARD = "4761739048018687";
    private static final int RUN_MS = 300;
    private static final LoadMix EVERYTHING =
            new LoadMix(
                    List.of(
                            new SimulatedCard(CARD, 3302, 840),
                            new SimulatedCard("676770000000000018", 3012, 840)),
                    Map.of(
                            TransactionKind.PURCHASE, 5,
                            TransactionKind.CASH, 1,
                            TransactionKind.BALANCE, 1,
                            TransactionKind.AUTHORIZATION, 1,
                            TransactionKind.REVERSAL, 2,
                            TransactionKind.REPEAT, 2),
                    100,
                    20_000,
                    100_001,
                    Set.of("00", "51"));

    @ParameterizedTest
    @CsvSource({"iso87-binary, 0", "iso87-ascii, 0", "iso87-binary, 2000", "iso87-ascii, 2000"})
    void shouldBeCleanWhenEveryAnswerIsRight(String dialect, int rate) throws Exception {
        try (FakeSwitch peer =
                new FakeSwitch(dialect, n -> n % 10 == 0 ? Reaction.DECLINE : Reaction.APPROVE)) {
            final LoadReport report = run(config(peer, dialect, rate, 8), null);
            assertTrue(report.isClean(), report::json);
            assertEquals(peer.requests(), report.sent());
            assertEquals(report.sent(), report.received());
            assertEquals(report.sent() / 10, report.responseCodes().get("51"));
            assertEquals(report.approved(), report.responseCodes().get("00"));
            assertEquals(report.received(), report.latencyNs().getTotalCount());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeCleanWhenTheLinkHasThisFraming(Framing framing) throws Exception {
        shouldBeClean(framing, framing.header());
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeCleanWhenTheLinkHasThisHeader(Header header) throws Exception {
        shouldBeClean(Framing.BIN2, header);
    }

    private static void shouldBeClean(Framing framing, Header header) throws Exception {
        final String dialect = framing.needsText() ? "iso87-ascii" : "iso87-binary";
        try (FakeSwitch peer = new FakeSwitch(dialect, framing, header, n -> Reaction.APPROVE)) {
            final LoadReport report = run(config(peer, dialect, 1_000, 8), null);
            assertTrue(report.isClean(), report::json);
            assertTrue(report.sent() > 0, report::json);
            assertEquals(report.sent(), report.approved());
        }
    }

    @Test
    void shouldKeepTheScheduleWhenOpenLoop() throws Exception {
        try (FakeSwitch peer = new FakeSwitch("iso87-binary", n -> Reaction.APPROVE)) {
            final LoadReport report = run(config(peer, "iso87-binary", 1_000, RUN_MS), null);
            assertEquals(RUN_MS, report.sent());
        }
    }

    @Test
    void shouldSendTheFirstRequestAtOnceWhenThePeriodIsLongerThanTheRun() throws Exception {
        try (FakeSwitch peer = new FakeSwitch("iso87-binary", n -> Reaction.APPROVE)) {
            final LoadReport report = run(config(peer, "iso87-binary", 1, 1), null);
            assertEquals(1, report.sent());
        }
    }

    @Test
    void shouldCountTheTimeRequestsHadToWaitWhenThePeerStalls() throws Exception {
        try (FakeSwitch peer =
                new FakeSwitch("iso87-binary", n -> n == 1 ? Reaction.HOLD : Reaction.APPROVE)) {
            final LoadConfig config = config(peer, "iso87-binary", 1_000, 1, 1).withDuration(0);
            final LoadGenerator generator = new LoadGenerator(config, EVERYTHING, null);
            final Thread sender = Thread.ofPlatform().start(generator);
            while (generator.report().seconds() < 0.2) {
                Thread.onSpinWait();
            }
            assertEquals(1, generator.report().sent());
            peer.release();
            while (generator.report().received() < 150) {
                Thread.onSpinWait();
            }
            generator.stop();
            sender.join();
            // One request met the stall, but about two hundred should have left while it lasted.
            final long late =
                    generator
                            .report()
                            .latencyNs()
                            .getCountBetweenValues(50_000_000, Long.MAX_VALUE);
            assertTrue(late >= 100, generator.report()::json);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"WRONG_STAN", "WRONG_RRN", "WRONG_MTI", "GARBAGE"})
    void shouldCountAMismatchWhenTheAnswerIsNotToTheRequest(Reaction wrong) throws Exception {
        try (FakeSwitch peer =
                new FakeSwitch("iso87-binary", n -> n == 3 ? wrong : Reaction.APPROVE)) {
            final LoadReport report = run(config(peer, "iso87-binary", 0, 8), null);
            assertEquals(1, report.mismatched(), report::json);
            assertEquals(1, report.unanswered(), report::json);
            assertFalse(report.isClean());
        }
    }

    @Test
    void shouldCountUnexpectedWhenTheCodeIsNotOfTheMix() throws Exception {
        try (FakeSwitch peer =
                new FakeSwitch(
                        "iso87-binary", n -> n == 3 ? Reaction.MALFUNCTION : Reaction.APPROVE)) {
            final LoadReport report = run(config(peer, "iso87-binary", 0, 8), null);
            assertEquals(1, report.unexpected());
            assertEquals(1, report.responseCodes().get("96"));
            assertFalse(report.isClean());
        }
    }

    @Test
    void shouldConnectAgainWhenThePeerHangsUp() throws Exception {
        try (FakeSwitch peer =
                new FakeSwitch(
                        "iso87-binary", n -> n == 20 ? Reaction.HANG_UP : Reaction.APPROVE)) {
            final LoadReport report =
                    run(config(peer, "iso87-binary", 0, 4, 1).withDuration(1_500), null);
            assertEquals(1, report.resets(), report::json);
            assertTrue(report.unanswered() >= 1, report::json);
            assertTrue(report.received() > 20, report::json);
        }
    }

    @Test
    void shouldRefuseInWordsWhenNobodyListens() throws Exception {
        final FakeSwitch peer = new FakeSwitch("iso87-binary", n -> Reaction.APPROVE);
        final LoadConfig config = config(peer, "iso87-binary", 0, 1);
        peer.close();
        assertThrows(IOException.class, () -> new LoadGenerator(config, EVERYTHING, null));
    }

    @Test
    void shouldHoldEveryRequestAndAnswerWhenTaped(@TempDir Path directory) throws Exception {
        final Path file = directory.resolve("tape.jsonl");
        final LoadReport report;
        try (FakeSwitch peer = new FakeSwitch("iso87-binary", n -> Reaction.APPROVE);
                AuditTape tape = AuditTape.open(file)) {
            report = run(config(peer, "iso87-binary", 0, 8), tape);
        }
        final List<String> lines = Files.readAllLines(file);
        final Pattern request =
                Pattern.compile(
                        "\\{\"ms\":\\d+,\"connection\":[0-3],\"request\":\"0[1-4]2?\\d+\","
                                + "\"stan\":\"(\\d{6})\",\"rrn\":\"(\\d{12})\","
                                + "\"terminal\":\"(L\\w{7})\",\"time\":\"\\d{10}\","
                                + "\"amount_minor\":\\d+\\}");
        final Pattern answer =
                Pattern.compile(
                        "\\{\"ms\":\\d+,\"connection\":[0-3],\"answer\":\"0[1-4][13]0\","
                                + "\"stan\":\"(\\d{6})\",\"rrn\":\"(\\d{12})\","
                                + "\"terminal\":\"(L\\w{7})\",\"response_code\":\"00\","
                                + "\"authorization\":\"A1B2C3\"\\}");
        long requests = 0;
        long answers = 0;
        for (final String line : lines) {
            final Matcher asRequest = request.matcher(line);
            if (asRequest.matches()) {
                requests++;
            } else {
                assertTrue(answer.matcher(line).matches(), line);
                answers++;
            }
            assertFalse(line.contains(CARD));
        }
        assertEquals(report.sent(), requests);
        assertEquals(report.received(), answers);
    }

    @Test
    void shouldAddUpWhenTwoReportsAreJoined() throws Exception {
        try (FakeSwitch shops = new FakeSwitch("iso87-binary", n -> Reaction.APPROVE);
                FakeSwitch machines = new FakeSwitch("iso87-ascii", n -> Reaction.DECLINE)) {
            final LoadReport report =
                    run(config(shops, "iso87-binary", 200, 8), null)
                            .plus(run(config(machines, "iso87-ascii", 100, 8), null));
            assertTrue(report.isClean(), report::json);
            assertEquals(shops.requests(), report.responseCodes().get("00"));
            assertEquals(machines.requests(), report.responseCodes().get("51"));
            assertEquals(report.received(), report.latencyNs().getTotalCount());
            assertEquals(shops.requests() + machines.requests(), report.received());
        }
    }

    private static LoadReport run(LoadConfig config, AuditTape tape) throws IOException {
        final LoadGenerator generator = new LoadGenerator(config, EVERYTHING, tape);
        generator.run();
        return generator.report();
    }

    private static LoadConfig config(FakeSwitch peer, String dialect, int rate, int window) {
        return config(peer, dialect, rate, window, 4);
    }

    private static LoadConfig config(
            FakeSwitch peer, String dialect, int rate, int window, int connections) {
        return new LoadConfig(
                "127.0.0.1",
                peer.port(),
                Dialects.bundled(dialect),
                peer.framing(),
                peer.header(),
                connections,
                window,
                rate,
                0,
                RUN_MS,
                false,
                false);
    }
}
