package io.cardswitch.iso8583.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Half an hour of Jazzer, or {@code -Dfuzz.duration}, on the target that {@code -Dfuzz.target}
 * names. What it finds goes into the target's file of the corpus, where {@link CorpusTest} keeps
 * it.
 */
class DecoderFuzzTest {
    private static final String TARGET = System.getProperty("fuzz.target", "iso87-binary");

    private final Consumer<byte[]> target = FuzzTargets.all().get(TARGET);

    static Stream<byte[]> corpus() {
        return Corpus.of(TARGET).stream();
    }

    @Timeout(value = 1, unit = TimeUnit.DAYS) // In place of what all tests have, which is less.
    @MethodSource("corpus")
    @FuzzTest(maxDuration = "30m")
    void shouldAnswerAnyBytes(byte[] bytes) {
        target.accept(bytes);
    }
}
