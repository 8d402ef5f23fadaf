package io.cardswitch.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/** The dependency rules over the classes of all modules that this one sees. */
final class ArchitectureTest {
    private static final String ROOT = "io.cardswitch";

    private final JavaClasses classes =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(ROOT);

    @TestFactory
    Stream<DynamicTest> shouldKeepEveryRule() {
        return HouseRules.of(ROOT).entrySet().stream()
                .map(rule ->
                        DynamicTest.dynamicTest(
                                rule.getKey(), () -> rule.getValue().check(classes)));
    }

    @Test
    void shouldSeeTheClassesOfThisAndTheOtherModules() {
        assertTrue(classes.containPackage(ROOT + ".core.command"), "switch-core is not seen");
        assertTrue(classes.containPackage(ROOT + ".iso8583"), "iso8583-specs is not seen");
    }
}
