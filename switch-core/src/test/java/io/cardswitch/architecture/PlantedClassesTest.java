package io.cardswitch.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every dependency rule rejects a planted violation. */
final class PlantedClassesTest {
    private static final Map<String, String> PLANTED =
            Map.ofEntries(
                    Map.entry("floors", "PlantedUp"),
                    Map.entry("cycles", "PlantedCycle"),
                    Map.entry("node-is-the-top", "PlantedAdmin"),
                    Map.entry("empty-root", "PlantedRoot"),
                    Map.entry("core-sees-no-outside", "PlantedOutside"),
                    Map.entry("core-reads-no-clock", "PlantedClock"),
                    Map.entry("core-iterates-in-order", "PlantedHashOrder"),
                    Map.entry("core-counts-in-integers", "PlantedFloating"),
                    Map.entry("codes-are-explicit", "PlantedCode"),
                    Map.entry("transport-meets-others-through-ports", "PlantedTransport"),
                    Map.entry("interchange-meets-others-through-ports", "PlantedInterchange"),
                    Map.entry("journal-meets-others-through-ports", "PlantedJournal"),
                    Map.entry("edge-meets-others-through-ports", "PlantedEdge"),
                    Map.entry("pipeline-meets-others-through-ports", "PlantedPipeline"),
                    Map.entry("iso8583-stands-alone", "PlantedSpec"),
                    Map.entry("hsm-stands-alone", "PlantedHsm"),
                    Map.entry("simulators-stay-outside", "PlantedPipeline"),
                    Map.entry("Netty-has-one-home", "PlantedLibraries"),
                    Map.entry("Disruptor-has-one-home", "PlantedLibraries"),
                    Map.entry("Chronicle-has-one-home", "PlantedLibraries"),
                    Map.entry("Aeron-has-one-home", "PlantedLibraries"),
                    Map.entry("picocli-has-one-home", "PlantedLibraries"),
                    Map.entry("SnakeYAML-has-one-home", "PlantedLibraries"),
                    Map.entry("JDK-HTTP-server-has-one-home", "PlantedLibraries"),
                    Map.entry("hsm-client-has-one-home", "PlantedPipeline"),
                    Map.entry("clear-pins-stay-in-the-hsm", "PlantedPipeline"),
                    Map.entry("no-chronicle-sync", "PlantedJournal"),
                    Map.entry("names-say-something", "PlantedHelper"),
                    Map.entry("suffixes-mean-something", "PlantedConfig"),
                    Map.entry("secrets-are-not-strings", "PlantedEdge"));

    /** Planted with the tests that need the jPOS jar. */
    private static final String JPOS_RULE = "jPOS-has-one-home";

    private final PlantedClasses planted = new PlantedClasses();

    @TestFactory
    Stream<DynamicTest> shouldRejectPlantedClass() {
        return PLANTED.entrySet().stream()
                .map(entry ->
                        DynamicTest.dynamicTest(
                                entry.getKey(),
                                () -> planted.assertRejected(entry.getKey(), entry.getValue())));
    }

    @Test
    void shouldPlantOneForEveryRule() {
        final Set<String> covered = new TreeSet<>(PLANTED.keySet());
        covered.add(JPOS_RULE);
        assertEquals(new TreeSet<>(planted.ruleNames()), covered);
    }
}
