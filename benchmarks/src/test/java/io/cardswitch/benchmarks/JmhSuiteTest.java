package io.cardswitch.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import picocli.CommandLine;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Goal: no suite of {@code bench} is empty because a class was moved or renamed. */
class JmhSuiteTest {
    private static final int LONGEST_MINUTES = 12;

    @ParameterizedTest
    @CsvSource({
        BenchCommand.CODEC_CLASSES + ",EdgeBenchmark.adapt dialect=iso87-ascii",
        BenchCommand.ENGINE_CLASSES + ",EngineBenchmark.approveBatch cardCount=1000000",
        BenchCommand.JOURNAL_CLASSES + ",JournalBenchmark.batchOf64 durability=disk format=plain"
    })
    void shouldHaveARowForEachParameterWhenASuiteRuns(String classes, String expected) {
        final List<String> names = JmhRow.of(classes).stream().map(JmhRow::name).toList();
        assertTrue(names.contains(expected), () -> names.toString());
        assertEquals(names.size(), new HashSet<>(names).size(), "each row once");
    }

    @Test
    void shouldMeasureJposBeforeWhatIsComparedWithItWhenItIsCompiledIn() {
        final String codec = "io.cardswitch.benchmarks.jpos.CodecBenchmark";
        assumeTrue(
                getClass().getResource("/" + codec.replace('.', '/') + ".class") != null,
                "built without jPOS");
        final List<String> names =
                JmhRow.of(BenchCommand.CODEC_CLASSES).stream().map(JmhRow::name).toList();
        final int peer = names.indexOf("CodecBenchmark.jposDecode dialect=iso93-binary");
        final int ours = names.indexOf("CodecBenchmark.decode dialect=iso93-binary");
        assertTrue(0 <= peer && peer < ours && ours == peer + 1, () -> names.toString());
        assertEquals(names.get(peer), JmhRow.of(BenchCommand.CODEC_CLASSES).get(ours).peerName());
    }

    @Test
    void shouldNotTakeLongerThanPromisedWhenNothingIsChosen() {
        final String plan = new JmhSuite().plan(JmhRow.of(BenchCommand.CODEC_CLASSES).size());
        final Matcher minutes = Pattern.compile("(\\d+) min in all").matcher(plan);
        assertTrue(minutes.find(), plan);
        assertTrue(Integer.parseInt(minutes.group(1)) <= LONGEST_MINUTES, plan);
    }

    @Test
    void shouldRefuseWhenADialectHasNoRows() {
        final int exit = new CommandLine(new BenchCommand()).execute("codec", "--dialect", "iso86");
        assertEquals(CommandLine.ExitCode.USAGE, exit);
    }
}
