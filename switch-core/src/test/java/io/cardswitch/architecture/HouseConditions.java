package io.cardswitch.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What {@link HouseRules} asks of a class where ArchUnit has no word for it. */
final class HouseConditions {
    private static final Set<String> FLOATING = Set.of("float", "double", "float[]", "double[]");

    private static final Pattern BANNED_NAME =
            Pattern.compile(".*(Utils?|Helper|Manager|Impl|Data|Info)|I[A-Z][a-z].*|Base[A-Z].*");

    /** Names of secrets; the same list guards parameters and locals in {@link SourceChecks}. */
    static final Pattern SECRET_NAME =
            Pattern.compile(
                    "(?i)(clear)?(pan|track[123]?(data)?|pin(block)?|cvv2?|cvc2?|cavv|"
                            + "(pan|card|pin|mac|master|zone|secret|session)key|cardnumber)");

    private HouseConditions() {}

    /** Depends on no room of a higher floor; every room is on the plan. */
    static ArchCondition<JavaClass> pointDown(String root) {
        return condition(
                "point to the same floor or down",
                (type, report) -> {
                    final String room = Floors.roomOf(root, type.getPackageName());
                    final int floor = Floors.of(room);
                    if (floor < 0 && !room.isEmpty()) {
                        report.accept(type.getName() + " is in a room without a floor: " + room);
                        return;
                    }
                    for (final Dependency dependency : type.getDirectDependenciesFromSelf()) {
                        final String target = dependency.getTargetClass().getPackageName();
                        final int targetFloor = Floors.of(Floors.roomOf(root, target));
                        if (targetFloor > floor) {
                            report.accept(
                                    "floor "
                                            + floor
                                            + " looks up to floor "
                                            + targetFloor
                                            + ": "
                                            + dependency.getDescription());
                        }
                    }
                });
    }

    /** Calls a method of this name on the type or a subtype of it. */
    static ArchCondition<JavaClass> call(String typeName, String method) {
        return new ArchCondition<>("call " + typeName + "." + method) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (final JavaMethodCall call : type.getMethodCallsFromSelf()) {
                    if (call.getTarget().getName().equals(method)
                            && call.getTargetOwner().isAssignableTo(typeName)) {
                        events.add(SimpleConditionEvent.satisfied(call, call.getDescription()));
                    }
                }
            }
        };
    }

    /** Declares no field, parameter or result of a floating-point type. */
    static ArchCondition<JavaClass> haveNoFloatingPoint() {
        return condition(
                "have no floating point",
                (type, report) -> {
                    for (final JavaField field : type.getFields()) {
                        if (FLOATING.contains(field.getRawType().getName())) {
                            report.accept(field.getFullName() + " is floating point");
                        }
                    }
                    for (final JavaCodeUnit unit : type.getCodeUnits()) {
                        if (FLOATING.contains(unit.getRawReturnType().getName())
                                || unit.getRawParameterTypes().stream()
                                        .anyMatch(p -> FLOATING.contains(p.getName()))) {
                            report.accept(unit.getFullName() + " handles floating point");
                        }
                    }
                });
    }

    /** Has a method of this name without parameters. */
    static ArchCondition<JavaClass> haveMethod(String name) {
        return condition(
                "have " + name + "()",
                (type, report) -> {
                    if (type.tryGetMethod(name).isEmpty()) {
                        report.accept(type.getName() + " has no " + name + "()");
                    }
                });
    }

    /** Bears none of the names that say nothing. */
    static ArchCondition<JavaClass> haveNoBannedName() {
        return condition(
                "have a name that says something",
                (type, report) -> {
                    if (BANNED_NAME.matcher(type.getSimpleName()).matches()) {
                        report.accept(type.getName() + " has a banned name");
                    }
                });
    }

    /** Is what its suffix says: a record, a stage of the pipeline, a rule of authorization. */
    static ArchCondition<JavaClass> keepSuffixPromise(String root) {
        return condition(
                "keep the promise of their suffix",
                (type, report) -> {
                    final String name = type.getSimpleName();
                    if (name.endsWith("Config") && !type.isAssignableTo(Record.class)) {
                        report.accept(type.getName() + " is a Config but not an immutable record");
                    }
                    requireRoom(root, type, "Stage", "pipeline", report);
                    requireRoom(root, type, "Rule", "authorization", report);
                    if (type.isAssignableTo("com.lmax.disruptor.EventHandler")
                            && !type.isAnonymousClass()
                            && !name.endsWith("Stage")) {
                        report.accept(type.getName() + " handles ring events but is no Stage");
                    }
                });
    }

    private static void requireRoom(
            String root, JavaClass type, String suffix, String room, Consumer<String> report) {
        if (type.getSimpleName().endsWith(suffix)
                && type.getPackageName().startsWith(root + ".core.")
                && !Floors.roomOf(root, type.getPackageName()).equals(room)) {
            report.accept(type.getName() + " is a " + suffix + " outside of core." + room);
        }
    }

    /** Keeps no secret in a String field. */
    static ArchCondition<JavaClass> haveNoSecretString() {
        return condition(
                "keep no secret in a String",
                (type, report) -> {
                    for (final JavaField field : type.getFields()) {
                        if (field.getRawType().isEquivalentTo(String.class)
                                && SECRET_NAME.matcher(field.getName()).matches()) {
                            report.accept(field.getFullName() + " is a secret kept as a String");
                        }
                    }
                });
    }

    /** Classes with exactly one of these names. */
    static DescribedPredicate<JavaClass> namedOneOf(String... names) {
        final Set<String> wanted = Set.of(names);
        return DescribedPredicate.describe(
                "named one of " + wanted, type -> wanted.contains(type.getName()));
    }

    /** Classes whose simple name ends so. */
    static DescribedPredicate<JavaClass> nameEndsWith(String suffix) {
        return DescribedPredicate.describe(
                "named *" + suffix, type -> type.getSimpleName().endsWith(suffix));
    }

    private static ArchCondition<JavaClass> condition(
            String description, BiConsumer<JavaClass, Consumer<String>> check) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                check.accept(
                        type, message -> events.add(SimpleConditionEvent.violated(type, message)));
            }
        };
    }
}
