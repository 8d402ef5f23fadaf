package io.cardswitch.core.scenario;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads {@code .scenario} text. Statements are lines, or parts of lines parted by semicolons;
 * {@code #} begins a comment. Knows words only: what they mean is the business of whoever runs the
 * steps.
 *
 * <pre>
 * account ID CURRENCY AMOUNT [credit AMOUNT] [type T] [status S]
 * card ID ACCOUNT [expires YYYY-MM] [product N] [status S]
 * product N [types a,b] [channels a,b] [maximum AMOUNT] [hold DURATION]
 * route LOW-HIGH DESTINATION
 * MTI CARD AMOUNT stan N [type TT] [rrn R] [of MTI] [replaced AMOUNT] ... -> CODE [REASON] CHECKS
 * 0800 CODE [link N] -> CODE
 * tick +DURATION
 * expect CHECKS
 * </pre>
 */
public final class ScenarioParser {
    /** Words that take the next word as their value. */
    private static final Set<String> OPTIONS =
            Set.of(
                    "credit",
                    "type",
                    "status",
                    "expires",
                    "product",
                    "types",
                    "channels",
                    "maximum",
                    "hold",
                    "stan",
                    "rrn",
                    "of",
                    "replaced",
                    "currency",
                    "link",
                    "terminal",
                    "merchant",
                    "entry",
                    "expiry",
                    "bin",
                    "own",
                    "window");

    /** Checks and how many operands each takes. */
    private static final Map<String, Integer> CHECKS =
            Map.of(
                    "available",
                    2,
                    "ledger",
                    2,
                    "balances",
                    2,
                    "repeat",
                    0,
                    "first",
                    0,
                    "conserved",
                    0,
                    "replay-hash-equal",
                    0,
                    "holds",
                    1,
                    "unmatched",
                    1,
                    "evicted",
                    1);

    private ScenarioParser() {}

    /** The steps of a text; refuses what it does not understand with the line. */
    public static List<ScenarioStep> parse(String text) {
        final List<ScenarioStep> steps = new ArrayList<>();
        final String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            for (final String statement : lines[i].replaceAll("#.*", "").split(";")) {
                if (!statement.isBlank()) steps.add(statement(i + 1, statement.strip()));
            }
        }
        return steps;
    }

    private static ScenarioStep statement(int line, String text) {
        final ArrayDeque<String> words = new ArrayDeque<>(Arrays.asList(text.split("\\s+")));
        final String verb = words.remove();
        final List<String> operands = new ArrayList<>();
        final Map<String, String> options = new LinkedHashMap<>();
        while (!verb.equals("expect") && !words.isEmpty() && !words.peek().equals("->")) {
            final String word = words.remove();
            if (OPTIONS.contains(word)) {
                options.put(word, next(words, line));
            } else {
                operands.add(word);
            }
        }
        String code = "";
        String reason = "";
        if ("->".equals(words.peek())) {
            words.remove();
            code = next(words, line);
            if (!words.isEmpty() && words.peek().matches("[A-Z_]+")) reason = words.remove();
        }
        return new ScenarioStep(line, verb, operands, options, code, reason, checks(words, line));
    }

    private static List<List<String>> checks(ArrayDeque<String> words, int line) {
        final List<List<String>> checks = new ArrayList<>();
        while (!words.isEmpty()) {
            final List<String> check = new ArrayList<>(List.of(words.remove()));
            final Integer operandCount = CHECKS.get(check.get(0));
            if (operandCount == null) {
                throw new IllegalArgumentException("line " + line + ": no check " + check.get(0));
            }
            for (int i = 0; i < operandCount; i++) {
                check.add(next(words, line));
            }
            checks.add(check);
        }
        return checks;
    }

    private static String next(ArrayDeque<String> words, int line) {
        if (words.isEmpty()) throw new IllegalArgumentException("line " + line + " ends too early");
        return words.remove();
    }
}
