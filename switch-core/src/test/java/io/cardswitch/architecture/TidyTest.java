package io.cardswitch.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The tree is tidy: sources of all modules, their packages, and the texts beside them. */
final class TidyTest {
    private final Repository repository = Repository.find();
    private final List<SourceFile> sources =
            SourceFile.parse(repository.root(), repository.javaSources());

    @TestFactory
    Stream<DynamicTest> shouldKeepEverySourceTidy() {
        return SourceChecks.all().entrySet().stream()
                .map(check ->
                        DynamicTest.dynamicTest(
                                check.getKey(),
                                () -> {
                                    final Findings findings = new Findings();
                                    sources.forEach(
                                            source -> check.getValue().check(source, findings));
                                    assertNone(findings);
                                }));
    }

    @Test
    void shouldKeepPackagesSmallAndExplained() {
        final Findings findings = new Findings();
        TreeChecks.packages(
                repository.javaSources().stream().map(this::relative).toList(), findings);
        assertNone(findings);
    }

    @Test
    void shouldCheckInvariantsOftenInTheCore() {
        final Findings findings = new Findings();
        TreeChecks.density(sources, findings);
        assertNone(findings);
    }

    @Test
    void shouldNameNoPathOfOneMachine() {
        final Findings findings = new Findings();
        for (final Path path : repository.textFiles()) {
            TreeChecks.machinePaths(relative(path), Repository.read(path), findings);
        }
        assertNone(findings);
    }

    @Test
    void shouldHaveNoDeadLink() {
        final Findings findings = new Findings();
        for (final Path page : repository.pages()) {
            TreeChecks.links(repository.root(), relative(page), Repository.read(page), findings);
        }
        assertNone(findings);
    }

    private String relative(Path path) {
        return repository.root().relativize(path).toString();
    }

    private static void assertNone(Findings findings) {
        assertTrue(findings.isEmpty(), findings::toString);
    }
}
