package io.cardswitch.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.EvaluationResult;

import java.util.Map;
import java.util.Set;

/** Evaluates the rules of the house over the classes that break them on purpose. */
final class PlantedClasses {
    private static final String ROOT = "io.cardswitch.planted";

    private final JavaClasses classes = new ClassFileImporter().importPackages(ROOT);
    private final Map<String, com.tngtech.archunit.lang.ArchRule> rules = HouseRules.of(ROOT);

    /** Names of all rules. */
    Set<String> ruleNames() {
        return rules.keySet();
    }

    /** Fails unless the rule finds fault with the planted class. */
    void assertRejected(String ruleName, String plantedClass) {
        final EvaluationResult result = rules.get(ruleName).evaluate(classes);
        assertTrue(
                result.getFailureReport().getDetails().stream()
                        .anyMatch(detail -> detail.contains(plantedClass)),
                () -> ruleName + " let " + plantedClass + " through: " + result.getFailureReport());
    }
}
