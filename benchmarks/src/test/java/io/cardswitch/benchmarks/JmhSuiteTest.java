package io.cardswitch.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.util.List;

/** Goal: no suite of {@code bench} is empty because a class was moved or renamed. */
class JmhSuiteTest {
    @ParameterizedTest
    @CsvSource({
        BenchCommand.CODEC_CLASSES + ",io.cardswitch.benchmarks.EdgeBenchmark",
        BenchCommand.ENGINE_CLASSES + ",io.cardswitch.benchmarks.EngineBenchmark",
        BenchCommand.JOURNAL_CLASSES + ",io.cardswitch.benchmarks.JournalBenchmark"
    })
    void shouldFindTheClassWhenASuiteRuns(String classes, String expected) {
        assertTrue(found(classes).contains(expected), classes);
    }

    @Test
    void shouldFindTheComparisonWithJposWhenItIsCompiledIn() {
        final String codec = "io.cardswitch.benchmarks.jpos.CodecBenchmark";
        assumeTrue(
                getClass().getResource("/" + codec.replace('.', '/') + ".class") != null,
                "built without jPOS");
        assertTrue(found(BenchCommand.CODEC_CLASSES).contains(codec));
    }

    /** Classes whose benchmarks JMH would run. */
    private static List<String> found(String classes) {
        return BenchmarkList.defaultList()
                .find(
                        OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                        List.of(JmhSuite.pattern(classes)),
                        List.of())
                .stream()
                .map(entry -> entry.getUserClassQName())
                .toList();
    }
}
