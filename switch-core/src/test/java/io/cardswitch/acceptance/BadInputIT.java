package io.cardswitch.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** Whatever arrives on one socket: a clear answer or a counted close, and the others go on. */
final class BadInputIT {
    private static final int MALFORMED_IN_ROW = 5;
    private static final int FORMAT_ERROR = 30;

    /** 0200 with DE3, DE4, DE11: what the tests spoil. */
    private static final String HEAD = "0200" + "3020000000000000" + "000000" + "000000001000";

    /** 0800 with DE7, DE11 12 and DE70 301. */
    private static final String ECHO =
            "0800" + "8220000000000000" + "0400000000000000" + "1122101112" + "000012" + "0301";

    @TempDir static Path folder;

    private static SwitchProcess process;
    private static Site site;
    private static Terminal bystander;
    private static int stan = 1;

    @BeforeAll
    static void start() throws IOException {
        site = Site.write(folder.resolve("config"), "process");
        process = SwitchProcess.start(site, folder.resolve("data"));
        bystander = new Terminal(site.binaryPort(), "BYSTAND1");
    }

    @AfterAll
    static void stop() throws IOException {
        bystander.close();
        assertEquals(0, process.stop());
    }

    private static void assertOthersGoOn() throws IOException {
        assertEquals("00", bystander.exchange(stan++, 0, 100).code());
    }

    @Test
    void shouldAnswerFormatErrorWhenDigitsAreWrong() throws IOException {
        assertFormatError(HEAD.replace("000000001000", "00000000100A") + "000007", 7);
    }

    @Test
    void shouldDropMessageWhenBitmapIsBad() throws IOException {
        // Neither DE3 nor DE11, which the bitmap announces, is there.
        final byte[] frame =
                HexFormat.of().parseHex("0200" + "B020000000000000" + "8000000000000000");
        try (Terminal terminal = new Terminal(site.binaryPort(), "BITMAP01")) {
            terminal.raw(frame, frame.length);
            assertEquals(2, terminal.exchange(2, 1, 100).stan());
        }
        assertOthersGoOn();
    }

    /** Bit 65 announces a third bitmap, which no dialect of 1987 has: DE11 stands before it. */
    @Test
    void shouldAnswerFormatErrorWhenThirdBitmapIsAnnounced() throws IOException {
        assertFormatError(
                "0200" + "B020000000000000" + "8000000000000000" + "000000000000001000000012", 12);
    }

    @Test
    void shouldAnswerFormatErrorWhenElementIsTooLong() throws IOException {
        // DE35 says 39 digits, 37 at most.
        final String track = "39" + "1".repeat(40);
        assertFormatError("0200" + "3020000020000000" + "000000000000001000000009" + track, 9);
    }

    @Test
    void shouldAnswerFormatErrorWhenMessageEndsEarly() throws IOException {
        assertFormatError("0200" + "3020000000C00000" + "000000000000001000000011" + "4142", 11);
    }

    @Test
    void shouldCloseWhenMessagesStayUnreadable() throws IOException {
        try (Terminal terminal = new Terminal(site.binaryPort(), "GARBAGE1")) {
            for (int i = 0; i < MALFORMED_IN_ROW; i++) {
                terminal.raw(new byte[] {(byte) 0xFF, (byte) 0xFE, 3, 4, 5, 6, 7, 8, 9, 10}, 10);
            }
            terminal.flush();
            assertTrue(terminal.isClosedByPeer());
        }
        assertOthersGoOn();
        assertCounted("switch_dropped_messages_total", "reason=\"malformed\"");
    }

    @Test
    void shouldCloseWhenLengthIsAboveTheLimit() throws IOException {
        try (Terminal terminal = new Terminal(site.binaryPort(), "TOOLONG1")) {
            terminal.bytes(new byte[] {(byte) 0xFF, (byte) 0xFF, 1, 2, 3});
            terminal.flush();
            assertTrue(terminal.isClosedByPeer());
        }
        assertOthersGoOn();
        assertCounted("switch_connections_closed_total", "");
    }

    @Test
    void shouldGoOnWhenFrameIsEmpty() throws IOException {
        try (Terminal terminal = new Terminal(site.binaryPort(), "EMPTY001")) {
            terminal.bytes(new byte[] {0, 0, 0, 0});
            assertEquals("00", terminal.exchange(1, 1, 100).code());
        }
        assertCounted("switch_empty_frames_total", "");
        assertOthersGoOn();
    }

    @Test
    void shouldGoOnWhenPeerLeavesInTheMiddleOfAFrame() throws IOException {
        try (Terminal terminal = new Terminal(site.binaryPort(), "LEAVES01")) {
            terminal.bytes(new byte[] {0, 100, 2, 0});
            terminal.flush();
        }
        assertOthersGoOn();
    }

    @Test
    void shouldSurviveAnyBytes() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            final SplittableRandom random = new SplittableRandom(seed);
            final byte[] noise = new byte[random.nextInt(1, 5_000)];
            random.nextBytes(noise);
            try (Terminal terminal = new Terminal(site.binaryPort(), "NOISE001")) {
                terminal.bytes(noise);
                terminal.flush();
            } catch (IOException e) {
                // The switch may close before all is sent: that is its right here.
                continue;
            }
        }
        assertOthersGoOn();
    }

    @Test
    void shouldAnswerTheSameWhenStreamIsSplitAnywhere() throws IOException {
        final byte[] message = HexFormat.of().parseHex(ECHO);
        final ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < 3; i++) {
            stream.write(0);
            stream.write(message.length);
            stream.write(message);
        }
        final byte[] bytes = stream.toByteArray();
        try (Terminal terminal = new Terminal(site.binaryPort(), "SPLIT001")) {
            for (int at = 1; at < bytes.length; at += 7) {
                terminal.bytes(Arrays.copyOf(bytes, at));
                terminal.flush();
                terminal.bytes(Arrays.copyOfRange(bytes, at, bytes.length));
                terminal.flush();
                for (int i = 0; i < 3; i++) {
                    assertEquals(12, terminal.read().stan());
                }
            }
        }
    }

    private static void assertFormatError(String hex, int expectedStan) throws IOException {
        try (Terminal terminal = new Terminal(site.binaryPort(), "BADINPUT")) {
            final byte[] frame = HexFormat.of().parseHex(hex);
            terminal.raw(frame, frame.length);
            terminal.flush();
            final Terminal.Answer answer = terminal.read();
            assertEquals(0x0210, answer.mti());
            assertEquals(FORMAT_ERROR, Integer.parseInt(answer.code()));
            assertEquals(expectedStan, answer.stan());
        }
        assertOthersGoOn();
    }

    private static void assertCounted(String name, String label) {
        assertTrue(
                process.admin("/metrics")
                        .lines()
                        .filter(line -> line.startsWith(name) && line.contains(label))
                        .anyMatch(line -> !line.endsWith(" 0")),
                name);
    }
}
