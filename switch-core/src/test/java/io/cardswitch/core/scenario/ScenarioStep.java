package io.cardswitch.core.scenario;

import java.util.List;
import java.util.Map;

/**
 * One statement of a scenario.
 *
 * @param line where it stands, from 1
 * @param verb its first word
 * @param operands words behind the verb that are not options
 * @param options word pairs such as {@code stan 1}
 * @param code response code behind the arrow, empty when there is none
 * @param reason name of the result behind the code, empty when there is none
 * @param checks what must hold afterwards: name, then its operands
 */
public record ScenarioStep(
        int line,
        String verb,
        List<String> operands,
        Map<String, String> options,
        String code,
        String reason,
        List<List<String>> checks) {
    /** The option's value, or what stands for its absence. */
    public String option(String name, String absent) {
        return options.getOrDefault(name, absent);
    }

    /** The option as a number. */
    public int number(String name, int absent) {
        return Integer.parseInt(option(name, String.valueOf(absent)));
    }
}
