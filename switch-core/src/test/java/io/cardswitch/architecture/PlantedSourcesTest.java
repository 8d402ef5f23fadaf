package io.cardswitch.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Every tidiness rule rejects a planted violation and lets the tidy twin pass. */
final class PlantedSourcesTest {
    private static final String CORE = "switch-core/src/main/java/io/cardswitch/core/engine/P.java";
    private static final String TEST = "switch-core/src/test/java/io/cardswitch/core/engine/P.java";

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    catch          | void f() { try { g(); } catch (Oops e) { } }
                    catch          | void f() { try { g(); } catch (Throwable e) { g(); } }
                    banned-calls   | void f() { System.out.print(1); }
                    banned-calls   | void f() { System.err.print(1); }
                    banned-calls   | int f(Thread.State s) { return s.ordinal(); }
                    banned-calls   | void f(Error e) { e.printStackTrace(); }
                    banned-calls   | String f() { return String.format("x"); }
                    banned-calls   | String f() { return "x".formatted(); }
                    secret-names   | void f(String pan) { }
                    secret-names   | String track2;
                    secret-names   | void f() { String pinBlock = null; }
                    floating-point | void f() { double x = 1; }
                    floating-point | void f() { g(0.5); }
                    parameters     | void f(int a, int b, int c, int d, int e, int f, int g) { }
                    javadoc        | public void f() { }
                    javadoc        | public static final class Nested { }
                    """)
    void shouldRejectPlantedMember(String rule, String member) {
        assertFalse(
                findings(rule, CORE, "/** P. */ public class P {\n" + member + "\n}").isEmpty());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    catch          | void f() { try { g(); } catch (Oops e) { g(); } }
                    banned-calls   | void f() { ordinal(1); }
                    secret-names   | void f(byte[] pan, String panel) { }
                    floating-point | void f() { long x = 1; }
                    parameters     | void f(int a, int b, int c, int d, int e, int f) { }
                    parameters     | record R(int a, int b, int c, int d, int e, int f, int g) { }
                    javadoc        | /** F. */ public void f() { }
                    javadoc        | @Override public String toString() { return ""; }
                    """)
    void shouldAcceptTidyMember(String rule, String member) {
        assertEquals(
                List.of(),
                findings(rule, CORE, "/** P. */ public class P {\n" + member + "\n}").lines());
    }

    @Test
    void shouldRejectSleepInTest() {
        final String text = "class P { void f() throws Exception { Thread.sleep(1); } }";
        assertFalse(findings("banned-calls", TEST, text).isEmpty());
    }

    @Test
    void shouldRejectTypeWithoutJavadoc() {
        assertFalse(findings("javadoc", CORE, "public class P { }").isEmpty());
    }

    @Test
    void shouldRejectUnfinishedWork() {
        for (final String mark : List.of("TO" + "DO", "FIX" + "ME", "X" + "XX")) {
            final String text = "class P { // " + mark + " later\n}";
            assertFalse(findings("nothing-unfinished", CORE, text).isEmpty(), mark);
        }
    }

    @Test
    void shouldRejectLongFileMethodAndLine() {
        final String rows = "\n".repeat(SourceChecks.MAX_FILE_LINES);
        assertFalse(findings("file-length", CORE, "class P {" + rows + "}").isEmpty());
        final String body = "\n".repeat(SourceChecks.MAX_METHOD_LINES);
        final String method = "class P { void f() {" + body + "} }";
        assertFalse(findings("method-length", CORE, method).isEmpty());
        final String line = "class P { // " + "x".repeat(SourceChecks.MAX_LINE_LENGTH) + "\n}";
        assertFalse(findings("line-length", CORE, line).isEmpty());
    }

    @Test
    void shouldRejectCrowdedAndUnexplainedPackage() {
        final List<String> paths = new ArrayList<>();
        for (int i = 0; i <= TreeChecks.MAX_PACKAGE_FILES; i++) {
            paths.add("m/src/main/java/p/C" + i + ".java");
        }
        final Findings findings = new Findings();
        TreeChecks.packages(paths, findings);
        assertEquals(2, findings.lines().size(), findings::toString);
    }

    @Test
    void shouldRejectCoreThatChecksLittle() {
        final String filler = "// line\n".repeat(1_000);
        final Findings bare = new Findings();
        TreeChecks.density(List.of(SourceFile.planted(CORE, coreFile(filler))), bare);
        assertFalse(bare.isEmpty());

        final String checks = "check(true, \"fact\");\n".repeat(40);
        final Findings dense = new Findings();
        final String text = coreFile(filler + "static { " + checks + " }");
        TreeChecks.density(List.of(SourceFile.planted(CORE, text)), dense);
        assertTrue(dense.isEmpty(), dense::toString);
    }

    @Test
    void shouldRejectPathOfOneMachine() {
        final Findings findings = new Findings();
        TreeChecks.machinePaths("a.md", "see /ro" + "ot/x\nsee src/wo" + "rk/x", findings);
        assertEquals(1, findings.lines().size(), findings::toString);
    }

    @Test
    void shouldRejectDeadLink() {
        final Path root = Repository.find().root();
        final Findings findings = new Findings();
        TreeChecks.links(root, "docs/a.md", "[b](missing.md) [c](../pom.xml)", findings);
        assertEquals(1, findings.lines().size(), findings::toString);
    }

    private static String coreFile(String body) {
        return "package io.cardswitch.core.engine;\nclass P {\n" + body + "\n}";
    }

    private static Findings findings(String rule, String path, String text) {
        final Findings findings = new Findings();
        final String source = "package io.cardswitch.core.engine;\n" + text;
        SourceChecks.all().get(rule).check(SourceFile.planted(path, source), findings);
        return findings;
    }
}
