package io.cardswitch.iso8583.describe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/** What people read of messages, compared with files; the README beside them says how to renew. */
class MessageTextTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/describe");
    private static final boolean IS_RENEWING = Boolean.getBoolean("golden.renew");

    /** A message to describe, as one line of {@code cases.txt} states it. */
    record Case(String name, MessageSpec spec, Header header, String hex) {
        static Case parse(String line) {
            final String[] parts = line.split(" ", 4);
            final MessageSpec spec = Dialects.bundled(parts[1]);
            final Header header = Header.valueOf(parts[2]);
            if (!parts[3].startsWith("{")) return new Case(parts[0], spec, header, parts[3]);
            final StringBuilder hex = new StringBuilder();
            assertTrue(new MessageJson(spec, true).encode(parts[3], hex), hex::toString);
            return new Case(parts[0], spec, header, hex.toString());
        }

        String described(boolean inClear) {
            final StringBuilder out = new StringBuilder();
            new MessageText(spec, header, inClear).describeHex(hex, out);
            return out.toString();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() throws IOException {
        return Files.readAllLines(GOLDEN.resolve("cases.txt")).stream().map(Case::parse).toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldDescribeAsInTheFiles(Case message) throws IOException {
        shouldEqual(message.name + ".txt", message.described(false));
        shouldEqual(message.name + ".clear.txt", message.described(true));
    }

    private static void shouldEqual(String file, String described) throws IOException {
        final Path path = GOLDEN.resolve(file);
        if (IS_RENEWING) Files.writeString(path, described);
        assertEquals(Files.readString(path), described);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldShowNothingOfACardUnlessInClear(Case message) {
        final String described = message.described(false);
        for (final String secret :
                List.of("476173900", "1010119", "0123456789ABCDEF", "CVV2", "DOE", "11223344")) {
            assertFalse(described.contains(secret), () -> secret + " in\n" + described);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldNameEveryByteOnce(Case message) {
        int next = 0;
        for (final String line : message.described(false).split("\n")) {
            final boolean isElement = line.matches("[0-9]+-[0-9]* +([0-9]+|header|MTI|bitmap) .*");
            if (!isElement) continue;
            final String[] range = line.split(" ")[0].split("-");
            assertEquals(next, Integer.parseInt(range[0]), line);
            next = Integer.parseInt(range[1]) + 1;
        }
        final HexLine hex = HexLine.parse(message.hex);
        final boolean isValid = !message.described(false).contains("\nerror ");
        if (isValid) assertEquals(hex.octets().length, next);
    }

    @Test
    void shouldDescribeAnyBytes() {
        final SplittableRandom random = new SplittableRandom(55);
        for (final String dialect : Dialects.names()) {
            final MessageText text = new MessageText(Dialects.bundled(dialect), Header.NONE, false);
            for (int round = 0; round < 2_000; round++) {
                final byte[] bytes = randomMessage(dialect, random);
                final StringBuilder out = new StringBuilder();
                text.describe(new UnsafeBuffer(bytes), 0, bytes.length, out);
                final String described = out.toString();
                assertTrue(
                        described.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 0x7F),
                        () -> HexFormat.of().formatHex(bytes));
            }
        }
    }

    /** Random bytes behind a message type and a bitmap of few elements. */
    private static byte[] randomMessage(String dialect, SplittableRandom random) {
        final boolean isAscii = dialect.endsWith("ascii");
        final byte[] bytes = new byte[20 + random.nextInt(300)];
        random.nextBytes(bytes);
        if (isAscii) {
            final long bitmap = random.nextLong() & random.nextLong() & Long.MAX_VALUE;
            final String start = "0200" + HexFormat.of().toHexDigits(bitmap);
            System.arraycopy(start.getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 20);
            for (int i = 20; i < bytes.length; i++) {
                if (random.nextInt(50) > 0) bytes[i] = (byte) ('0' + random.nextInt(10));
            }
        } else {
            bytes[0] = 2;
            bytes[1] = 0;
        }
        return bytes;
    }
}
