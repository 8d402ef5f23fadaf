package io.cardswitch.core.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.command.sbe.ReversalRequestDecoder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

final class DuplicateKeyPropertyTest {
    private record Key(long high, long low) {}

    private static final String[] DIALECTS = {"iso87-ascii", "iso87-binary"};

    /** A fixed regression set first, then a fresh seed; -Dseed=N replays one. */
    static LongStream seeds() {
        final Long given = Long.getLong("seed");
        return given == null
                ? LongStream.concat(LongStream.range(0, 4), LongStream.of(System.nanoTime()))
                : LongStream.of(given);
    }

    /** Goal: a reversal finds its original by DE90, whichever elements the original had. */
    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void shouldReproduceTheOriginalsKeyWhenDe90NamesIt(long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        for (final String dialect : DIALECTS) {
            final EdgeFixture edge = new EdgeFixture(dialect);
            for (int step = 0; step < 500; step++) {
                final boolean isFinancial = random.nextBoolean();
                final Map<Integer, String> original = randomOriginal(random);
                final Key key = keyOf(edge, isFinancial ? 0x0200 : 0x0100, original);

                final Map<Integer, String> reversal = randomReversal(random, original);
                final String mti =
                        (isFinancial ? "02" : "01") + (random.nextBoolean() ? "00" : "01");
                reversal.put(90, mti + originalElements(original));
                final String text = "seed=" + seed + " " + original + " " + reversal;
                assertEquals(RequestAdapter.PUBLISHED, edge.send(0x0420, reversal), text);
                final ReversalRequestDecoder command = edge.reversalCommand();
                assertEquals(key, originalKey(command), text);
                assertEquals(key, authorizationKey(command), text);
                edge.composer.discard(command.edgeHandle());
            }
        }
    }

    /** Goal: the same without DE90, from the reversal's own elements, under both classes. */
    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void shouldReproduceTheOriginalsKeyWhenTheReversalRepeatsItsElements(long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final EdgeFixture edge = new EdgeFixture("iso87-binary");
        for (int step = 0; step < 500; step++) {
            final Map<Integer, String> original = randomOriginal(random);
            final Key financial = keyOf(edge, 0x0200, original);
            final Key authorization = keyOf(edge, 0x0101, original);
            assertEquals(RequestAdapter.PUBLISHED, edge.send(0x0400, original));
            final ReversalRequestDecoder command = edge.reversalCommand();
            assertEquals(financial, originalKey(command), () -> "seed=" + seed);
            assertEquals(authorization, authorizationKey(command), () -> "seed=" + seed);
            assertEquals(0, command.flags());
            edge.composer.discard(command.edgeHandle());
        }
    }

    @Test
    void shouldUseOwnElementsWhenDe90LeavesThemOut() {
        final EdgeFixture edge = new EdgeFixture("iso87-binary");
        final Map<Integer, String> original = EdgeFixture.purchase();
        original.remove(7);
        final Key key = keyOf(edge, 0x0200, original);
        final Map<Integer, String> reversal = EdgeFixture.reversal();
        reversal.put(11, "000123");
        reversal.put(90, "0200" + "0".repeat(38));
        edge.send(0x0420, reversal);
        assertEquals(key, originalKey(edge.reversalCommand()));
    }

    @Test
    void shouldTryBothClassesWhenDe90NamesNeither() {
        final EdgeFixture edge = new EdgeFixture("iso87-binary");
        final Key financial = keyOf(edge, 0x0200, EdgeFixture.purchase());
        final Key authorization = keyOf(edge, 0x0100, EdgeFixture.purchase());
        final Map<Integer, String> reversal = EdgeFixture.reversal();
        reversal.put(90, "0000" + reversal.get(90).substring(4));
        edge.send(0x0420, reversal);
        assertEquals(financial, originalKey(edge.reversalCommand()));
        assertEquals(authorization, authorizationKey(edge.reversalCommand()));
    }

    @Test
    void shouldBeTheSameWhenOnlyTheFormDiffers() {
        final Key binary = keyOf(new EdgeFixture("iso87-binary"), 0x0200, EdgeFixture.purchase());
        final Map<Integer, String> padded = EdgeFixture.purchase();
        padded.put(32, "00012345678".substring(3));
        final EdgeFixture ascii = new EdgeFixture("iso87-ascii");
        assertEquals(binary, keyOf(ascii, 0x0201, EdgeFixture.purchase()));
        final Key plain = keyOf(ascii, 0x0200, padded);
        padded.put(32, "00012345678");
        assertEquals(plain, keyOf(ascii, 0x0200, padded));
    }

    @Test
    void shouldDifferWhenAnyPartDiffers() {
        final EdgeFixture edge = new EdgeFixture("iso87-binary");
        final Set<Key> keys = new HashSet<>();
        keys.add(keyOf(edge, 0x0200, EdgeFixture.purchase()));
        keys.add(keyOf(edge, 0x0100, EdgeFixture.purchase()));
        final Map<Integer, String> changes =
                Map.of(
                        3,
                        "013000",
                        7,
                        "1122101531",
                        11,
                        "000122",
                        32,
                        "12345678902",
                        41,
                        "TERM2   ",
                        42,
                        "MERCHANT 2     ");
        changes.forEach((de, value) -> {
            final Map<Integer, String> changed = EdgeFixture.purchase();
            changed.put(de, value);
            keys.add(keyOf(edge, 0x0200, changed));
        });
        assertEquals(2 + changes.size(), keys.size());
        // Amount and card are not part of the key: the engine refuses their change with 94.
        final Map<Integer, String> amount = EdgeFixture.purchase();
        amount.put(4, "000000000001");
        assertTrue(keys.contains(keyOf(edge, 0x0200, amount)));
    }

    @Test
    void shouldTellLongTerminalsApartThatBeginAlike() {
        final EdgeFixture edge = new EdgeFixture("base24");
        final Set<Key> keys = new HashSet<>();
        for (final String terminal : new String[] {"TERM0001", "TERM0001BRANCH07", "TERM0001B"}) {
            final Map<Integer, String> elements = EdgeFixture.purchase();
            elements.put(41, terminal + " ".repeat(16 - terminal.length()));
            keys.add(keyOf(edge, 0x0200, elements));
            assertEquals("TERM0001", edge.transaction().terminalId());
            assertEquals(EdgeFixture.purchase().get(37), edge.transaction().rrn());
        }
        assertEquals(3, keys.size());
    }

    /**
     * Method: dense neighbours in STAN and time, as terminals produce; each half must be unique.
     */
    @Test
    void shouldSpreadOverBothHalvesWhenKeysAreNeighbours() {
        final EdgeFixture edge = new EdgeFixture("iso87-ascii");
        final Map<Integer, String> elements = EdgeFixture.purchase();
        final Set<Long> highs = new HashSet<>();
        final Set<Long> lows = new HashSet<>();
        int changedBits = 0;
        Key last = keyOf(edge, 0x0200, elements);
        int count = 0;
        for (int second = 10; second < 42; second++) {
            elements.put(7, "11221015" + second);
            for (int stan = 1; stan <= 256; stan++) {
                elements.put(11, "%06d".formatted(stan));
                final Key key = keyOf(edge, 0x0200, elements);
                highs.add(key.high);
                lows.add(key.low);
                changedBits +=
                        Long.bitCount(key.high ^ last.high) + Long.bitCount(key.low ^ last.low);
                last = key;
                count++;
            }
        }
        assertEquals(count, highs.size());
        assertEquals(count, lows.size());
        assertEquals(64, changedBits / (double) count, 1.0);
        assertNotEquals(0, last.high);
    }

    private static Map<Integer, String> randomOriginal(SplittableRandom random) {
        final Map<Integer, String> elements = EdgeFixture.purchase();
        elements.put(3, "%02d3000".formatted(random.nextInt(2)));
        elements.put(7, digits(random, 10));
        elements.put(11, digits(random, 6));
        elements.put(12, digits(random, 6));
        elements.put(13, digits(random, 4));
        elements.put(32, digits(random, random.nextInt(1, 12)));
        elements.put(33, digits(random, random.nextInt(1, 12)));
        elements.put(41, "T" + digits(random, 7));
        elements.put(42, "M" + digits(random, 14));
        for (final int de : new int[] {32, 33, 41, 42}) {
            if (random.nextInt(4) == 0) {
                elements.remove(de);
            }
        }
        if (random.nextInt(4) == 0) {
            elements.remove(7);
        } else if (random.nextInt(4) == 0) {
            elements.remove(12);
        }
        return elements;
    }

    /** What the original had, except that the reversal has a number and a time of its own. */
    private static Map<Integer, String> randomReversal(
            SplittableRandom random, Map<Integer, String> original) {
        final Map<Integer, String> elements = new java.util.TreeMap<>(original);
        elements.put(11, digits(random, 6));
        elements.put(7, digits(random, 10));
        for (final int de : new int[] {2, 4, 33, 35, 52, 55}) {
            if (random.nextBoolean()) {
                elements.remove(de);
            }
        }
        return elements;
    }

    /** DE90 after the MTI: DE11, DE7, DE32 and DE33 of the original, zeros for what it lacks. */
    private static String originalElements(Map<Integer, String> original) {
        return original.get(11)
                + original.getOrDefault(7, "0".repeat(10))
                + zeroLed(original.getOrDefault(32, ""))
                + zeroLed(original.getOrDefault(33, ""));
    }

    private static String zeroLed(String digits) {
        return "0".repeat(11 - digits.length()) + digits;
    }

    private static String digits(SplittableRandom random, int count) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? 1 + random.nextInt(9) : random.nextInt(10));
        }
        return text.toString();
    }

    private static Key keyOf(EdgeFixture edge, int mti, Map<Integer, String> elements) {
        assertEquals(RequestAdapter.PUBLISHED, edge.send(mti, elements));
        final Key key = new Key(edge.transaction().keyHigh(), edge.transaction().keyLow());
        edge.composer.discard(edge.handle());
        return key;
    }

    private static Key originalKey(ReversalRequestDecoder command) {
        return new Key(command.originalKeyHigh(), command.originalKeyLow());
    }

    private static Key authorizationKey(ReversalRequestDecoder command) {
        return new Key(command.authorizationKeyHigh(), command.authorizationKeyLow());
    }
}
