package io.cardswitch.iso8583.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The corpus, what fuzzing once found among it, and seeded changes of it. {@code -Dseed=N} changes
 * them otherwise; longer runs, guided by coverage, belong to the profile {@code fuzz}.
 */
class CorpusTest {
    private static final int CHANGES = 2_000;
    private static final int MOST_EDITS = 4;
    private static final int[] SPECIAL = {0x00, 0x01, 0x7F, 0x80, 0xFF, '0', '9', 'F', ' ', '\n'};

    static Set<String> targets() {
        return FuzzTargets.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void shouldAnswerTheCorpusAndWhatIsAlmostLikeIt(String name) {
        final Consumer<byte[]> target = FuzzTargets.all().get(name);
        final List<byte[]> corpus = Corpus.of(name);
        assertFalse(corpus.isEmpty());
        corpus.forEach(bytes -> run(target, bytes, name));
        final SplittableRandom random = new SplittableRandom(Long.getLong("seed", 42));
        for (int i = 0; i < CHANGES; i++) {
            final byte[] from = corpus.get(random.nextInt(corpus.size()));
            run(target, changed(from, corpus, random), name);
        }
    }

    private static void run(Consumer<byte[]> target, byte[] bytes, String name) {
        try {
            target.accept(bytes);
        } catch (final RuntimeException | AssertionError e) {
            throw new AssertionError(name + " " + HexFormat.of().formatHex(bytes), e);
        }
    }

    /** Bytes changed, removed, repeated, or followed by the end of another input. */
    private static byte[] changed(byte[] from, List<byte[]> corpus, SplittableRandom random) {
        byte[] bytes = from.clone();
        for (int edits = 1 + random.nextInt(MOST_EDITS); edits > 0 && bytes.length > 0; edits--) {
            final int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) SPECIAL[random.nextInt(SPECIAL.length)];
                case 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 3 -> bytes = Arrays.copyOf(bytes, at);
                default -> {
                    final byte[] other = corpus.get(random.nextInt(corpus.size()));
                    final int start = random.nextInt(other.length + 1);
                    final byte[] joined = Arrays.copyOf(bytes, at + other.length - start);
                    System.arraycopy(other, start, joined, at, other.length - start);
                    bytes = joined;
                }
            }
        }
        return bytes;
    }
}
