package io.cardswitch.iso8583.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.Frames;
import io.cardswitch.iso8583.framing.Framing;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Frames of published messages are recognized, and what is printed of them, as in the files. */
class ProbeTest {
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final Path GOLDEN = RESOURCES.resolve("golden/probe");
    private static final boolean IS_RENEWING = Boolean.getBoolean("golden.renew");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final List<MessageSpec> DIALECTS =
            List.of(Dialects.bundled("iso87-ascii"), Dialects.bundled("iso87-binary"));
    private static final Pattern VECTOR =
            Pattern.compile("\"spec\": \"jpos-(iso87)(ascii|binary)\".*\"wire_hex\": \"(\\w+)\"");

    private final Probe probe = new Probe(DIALECTS);

    /** A message of jPOS's own tests. */
    record Vector(String dialect, byte[] message) {}

    private static List<Vector> vectors() throws IOException {
        final List<Vector> vectors = new ArrayList<>();
        for (final String line : Files.readAllLines(RESOURCES.resolve("vectors/jpos.jsonl"))) {
            final Matcher matcher = VECTOR.matcher(line);
            if (!matcher.find()) continue;
            final String dialect = matcher.group(1) + "-" + matcher.group(2);
            vectors.add(new Vector(dialect, HexFormat.of().parseHex(matcher.group(3))));
        }
        assertEquals(4, vectors.size());
        return vectors;
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    void shouldRecognizeEveryCombinationFirst(Framing framing) throws IOException {
        for (final Vector vector : vectors()) {
            for (final Header header : Header.values()) {
                final Header own = framing.header();
                if (own != Header.NONE && own != header) continue;
                final byte[] frame = Frames.frame(framing, header, vector.message);
                if (frame == null) continue;
                final List<Reading> readings = read(frame);
                final long whole = readings.stream().filter(Reading::isWhole).count();
                final List<Reading> first = readings.subList(0, (int) whole);
                assertTrue(
                        first.stream()
                                .anyMatch(reading ->
                                        reading.framing() == framing
                                                && reading.header() == header
                                                && reading.dialect().equals(vector.dialect)),
                        () -> framing + " " + header + ": " + first);
                assertTrue(first.stream().allMatch(Reading::isWhole));
            }
        }
    }

    private List<Reading> read(byte[] frame) {
        return probe.read(new UnsafeBuffer(frame), 0, frame.length);
    }

    @Test
    void shouldRankPartsOfAMessageByElements() throws IOException {
        final byte[] message = vectors().getLast().message;
        final byte[] frame = Frames.frame(Framing.BIN2, Header.NONE, message);
        int last = Integer.MAX_VALUE;
        for (int cut = 0; cut < frame.length - 20; cut += 7) {
            final byte[] part = Arrays.copyOf(frame, frame.length - cut);
            final Reading best = read(part).getFirst();
            assertEquals(Framing.BIN2, best.framing());
            assertEquals("iso87-binary", best.dialect());
            assertEquals(cut == 0, best.isWhole());
            assertTrue(best.elements() <= last && best.elements() <= best.announced());
            last = best.elements();
        }
        final byte[] two = Arrays.copyOf(frame, frame.length + 3);
        final Reading first = read(two).getFirst();
        assertEquals("the frame ends, 3 bytes follow", first.frameError().reason());
        assertEquals(first.announced(), first.elements());
    }

    @ParameterizedTest
    @EnumSource(names = {"BASE1", "CUPS"})
    void shouldFailOnlyByTheHeaderWhenItStatesAnotherLength(Header header) throws IOException {
        final byte[] message = vectors().getLast().message;
        final byte[] frame = Frames.frame(Framing.BIN2, header, message);
        final int whole = read(frame).getFirst().elements();
        frame[2 + (header == Header.CUPS ? 5 : 4)] ^= 1;
        final int told = frame.length - 2 ^ 1;
        final Reading wrong = read(frame).getFirst();
        assertEquals(header, wrong.header());
        assertFalse(wrong.isWhole());
        assertEquals(whole, wrong.elements());
        assertTrue(wrong.messageError().text().startsWith("header at byte "));
        final String reason = wrong.messageError().reason();
        assertTrue(reason.contains(" " + told + " bytes with the message"), reason);
        final Reading cut = read(Arrays.copyOf(frame, frame.length - 5)).getFirst();
        assertEquals(header, cut.header(), "the frame is cut, so the header says nothing more");
        assertTrue(cut.elements() > 0);
    }

    @Test
    void shouldReadAnyBytesTheSameWayTwice() {
        final SplittableRandom random = new SplittableRandom(7);
        final ProbeText text = new ProbeText(probe, 500);
        for (int round = 0; round < 1_000; round++) {
            final byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length > 6 && round % 2 == 0) {
                new UnsafeBuffer(bytes).putInt(2, 0x02007000, ByteOrder.BIG_ENDIAN);
            }
            final String hex = HEX.formatHex(bytes);
            final StringBuilder once = new StringBuilder();
            final StringBuilder again = new StringBuilder();
            text.table(hex, once);
            text.table(hex, again);
            assertEquals(once.toString(), again.toString());
            text.json(hex, new StringBuilder());
        }
    }

    static List<String> cases() throws IOException {
        return Files.readAllLines(GOLDEN.resolve("cases.txt"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldPrintAsInTheFiles(String line) throws IOException {
        final String name = line.substring(0, line.indexOf(' '));
        final String hex = line.substring(line.indexOf(' ') + 1);
        final StringBuilder table = new StringBuilder();
        new ProbeText(probe, Integer.MAX_VALUE).table(hex, table);
        shouldEqual(name + ".txt", table.append('\n').toString());
        final StringBuilder json = new StringBuilder();
        new ProbeText(probe, 3).json(hex, json);
        shouldEqual(name + ".json", json.append('\n').toString());
        assertFalse(table.toString().contains("476173"), "a card number");
    }

    private static void shouldEqual(String file, String printed) throws IOException {
        final Path path = GOLDEN.resolve(file);
        if (IS_RENEWING) Files.writeString(path, printed);
        assertEquals(Files.readString(path), printed);
    }
}
