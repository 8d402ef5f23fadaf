package io.cardswitch.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The dependency rules of the house, keyed by a short name. The root package is a parameter so that
 * the same rules are evaluated over the real classes and over planted violations.
 */
final class HouseRules {
    private static final String SEES_NOTHING_OUTSIDE =
            "replay, replication and simulation need the same answer twice: time, ids and outside"
                    + " results arrive inside the command";

    private final String root;
    private final Map<String, ArchRule> rules = new LinkedHashMap<>();

    private HouseRules(String root) {
        this.root = root;
    }

    /** All rules for the packages below {@code root}, by name. */
    static Map<String, ArchRule> of(String root) {
        final HouseRules house = new HouseRules(root);
        house.addFloors();
        house.addPurity();
        house.addOrderAndNumbers();
        house.addWalls();
        house.addLibraryHomes();
        house.addNames();
        return house.rules;
    }

    private void add(String name, ArchRule rule, String because) {
        rules.put(name, rule.because(because).allowEmptyShould(true));
    }

    private void addFloors() {
        add(
                "floors",
                classes()
                        .that()
                        .resideInAPackage(root + ".core..")
                        .should(HouseConditions.pointDown(root)),
                "an import points to the same floor or down (R1)");
        add(
                "cycles",
                slices().matching(root + ".(**)").should().beFreeOfCycles(),
                "a package cycle is one careless import, then a life sentence (R1)");
        add(
                "node-is-the-top",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(core("node", "cli"))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(root + ".core.node.."),
                "node composes everything; only cli starts it (R1)");
        add(
                "empty-root",
                noClasses()
                        .that(DescribedPredicate.not(isPackageInfo()))
                        .should()
                        .resideInAPackage(root + ".core")
                        .orShould()
                        .resideInAPackage(root),
                "a class in a root package is how packages grow knots (R1)");
    }

    private void addPurity() {
        final String[] pure = Floors.packages(root, Floors.deterministicRooms());
        add(
                "core-sees-no-outside",
                noClasses()
                        .that(resideInAnyPackage(pure).and(notGenerated()))
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage(
                                                "java.io..",
                                                "java.net..",
                                                "java.nio.channels..",
                                                "java.nio.file..",
                                                "java.time..",
                                                "java.util.concurrent..",
                                                "java.util.random..",
                                                "io.netty..",
                                                "com.lmax..",
                                                "net.openhft..",
                                                "io.aeron..",
                                                "org.jpos..",
                                                "org.slf4j..")
                                        .or(
                                                HouseConditions.namedOneOf(
                                                        "java.util.Random",
                                                        "java.util.SplittableRandom",
                                                        "java.util.UUID",
                                                        "java.util.Date",
                                                        "java.util.Timer",
                                                        "java.lang.Thread",
                                                        "java.lang.ThreadLocal",
                                                        "java.lang.Process",
                                                        "java.lang.ProcessBuilder",
                                                        "java.math.BigDecimal"))),
                SEES_NOTHING_OUTSIDE + " (R3)");
        add(
                "core-reads-no-clock",
                noClasses()
                        .that()
                        .resideInAnyPackage(pure)
                        .should(HouseConditions.call("java.lang.System", "nanoTime"))
                        .orShould(HouseConditions.call("java.lang.System", "currentTimeMillis"))
                        .orShould(HouseConditions.call("java.lang.System", "getenv"))
                        .orShould(HouseConditions.call("java.lang.System", "getProperty"))
                        .orShould(HouseConditions.call("java.lang.System", "identityHashCode"))
                        .orShould(HouseConditions.call("java.lang.Math", "random"))
                        .orShould()
                        .dependOnClassesThat(
                                resideInAPackage("org.agrona.concurrent..")
                                        .and(HouseConditions.nameEndsWith("Clock"))),
                SEES_NOTHING_OUTSIDE + " (R3)");
    }

    private void addOrderAndNumbers() {
        final String[] pure = Floors.packages(root, Floors.deterministicRooms());
        add(
                "core-iterates-in-order",
                noClasses()
                        .that()
                        .resideInAnyPackage(pure)
                        .should()
                        .dependOnClassesThat(
                                HouseConditions.namedOneOf(
                                        "java.util.HashMap",
                                        "java.util.HashSet",
                                        "java.util.IdentityHashMap",
                                        "java.util.WeakHashMap")),
                "hash order differs between runs: use Agrona maps, arrays or tables (R3)");
        add(
                "core-counts-in-integers",
                classes()
                        .that(resideInAnyPackage(pure).and(notGenerated()))
                        .should(HouseConditions.haveNoFloatingPoint()),
                "money is a long of minor units (R3)");
        add(
                "codes-are-explicit",
                classes()
                        .that()
                        .resideInAPackage(root + ".core.command")
                        .and()
                        .areEnums()
                        .should(HouseConditions.haveMethod("code")),
                "an enum that crosses wire or journal carries its code (3.3)");
    }

    private void addWalls() {
        wall("transport", "journal", "pipeline", "interchange");
        wall("interchange", "journal", "pipeline", "transport");
        wall("journal", "transport", "pipeline", "interchange", "edge");
        wall("edge", "transport", "pipeline", "interchange", "journal");
        wall("pipeline", "transport", "interchange", "edge");
        for (final String module : List.of("iso8583", "hsm")) {
            add(
                    module + "-stands-alone",
                    noClasses()
                            .that()
                            .resideInAPackage(root + "." + module + "..")
                            .should()
                            .dependOnClassesThat(
                                    resideInAPackage(root + "..")
                                            .and(
                                                    DescribedPredicate.not(
                                                            resideInAPackage(
                                                                    root + "." + module + "..")))),
                    "iso8583-specs and hsm-client import nothing of ours (R2)");
        }
        add(
                "simulators-stay-outside",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                Floors.join(
                                        Floors.packages(root, Floors.topFloor()),
                                        root + ".hsm.simulator..",
                                        root + ".benchmarks.."))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(root + ".core.simulator..", root + ".hsm.simulator.."),
                "a simulator never stands on the switch's own path (R7)");
    }

    private void wall(String room, String... others) {
        add(
                room + "-meets-others-through-ports",
                noClasses()
                        .that()
                        .resideInAPackage(root + ".core." + room + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(core(others)),
                "these rooms meet through the ports in core.command, wired in node (R4)");
    }

    private void addLibraryHomes() {
        home("Netty", "io.netty..", ".core.transport..", ".core.interchange..", ".hsm.transport..");
        home("Disruptor", "com.lmax..", ".core.pipeline..");
        home("Chronicle", "net.openhft..", ".core.journal..");
        home("Aeron", "io.aeron..", ".core.cluster..");
        home("jPOS", "org.jpos..", ".iso8583.jpos..");
        home("picocli", "picocli..", ".core.cli..");
        home("SnakeYAML", "org.snakeyaml..", ".iso8583.yaml..");
        home("JDK-HTTP-server", "com.sun.net.httpserver..", ".core.admin..");
        home(
                "hsm-client",
                root + ".hsm..",
                ".hsm..",
                ".core.edge..",
                ".core.config..",
                ".core.node..",
                ".core.cli..");
        add(
                "clear-pins-stay-in-the-hsm",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                root + ".hsm..", root + ".core.cli.hsm..", root + ".benchmarks..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(root + ".hsm.crypto.."),
                "a PIN in the clear, or a key that shows one, exists inside an HSM and nowhere"
                        + " else; the tool for test keys is the exception");
        add(
                "no-chronicle-sync",
                noClasses()
                        .should(
                                HouseConditions.call(
                                        "net.openhft.chronicle.queue.ExcerptAppender", "sync")),
                "Chronicle's sync is no durability boundary: force the file");
    }

    private void home(String library, String packages, String... homes) {
        final String[] allowed = new String[homes.length + 1];
        for (int i = 0; i < homes.length; i++) {
            allowed[i] = root + homes[i];
        }
        allowed[homes.length] = root + ".benchmarks..";
        add(
                library + "-has-one-home",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(allowed)
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(packages),
                "one library, one home (R5, R6)");
    }

    private void addNames() {
        add(
                "names-say-something",
                classes().should(HouseConditions.haveNoBannedName()),
                "Util, Helper, Manager, Impl, Base, Data and Info say nothing (3.3)");
        add(
                "suffixes-mean-something",
                classes().should(HouseConditions.keepSuffixPromise(root)),
                "suffixes carry the architecture (3.3)");
        add(
                "secrets-are-not-strings",
                classes().should(HouseConditions.haveNoSecretString()),
                "a PAN, track, PIN or key in a String ends in a log one day (R8)");
    }

    private String[] core(String... rooms) {
        return Floors.packages(root, List.of(rooms));
    }

    private static DescribedPredicate<JavaClass> isPackageInfo() {
        return DescribedPredicate.describe(
                "package-info", type -> type.getSimpleName().equals("package-info"));
    }

    private DescribedPredicate<JavaClass> notGenerated() {
        return DescribedPredicate.not(resideInAPackage(root + ".core.command.sbe.."));
    }
}
