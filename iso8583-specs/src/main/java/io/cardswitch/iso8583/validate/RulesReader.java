package io.cardswitch.iso8583.validate;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.yaml.Problems;
import io.cardswitch.iso8583.yaml.YamlNode;

import org.agrona.collections.Int2ObjectHashMap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns a rules file into bitmaps:
 *
 * <pre>
 * rules: iso87                    # name in commands
 * version: 1987                   # 1987, 1993 or 2003
 * messages:                       # every entry that fits a message applies
 *   - mti: [0100, 020x]           # x is any digit
 *     processing: [00, 01]        # beginnings of DE3; without this key any
 *     mandatory: [3, 4, 11]
 *     conditional:                # mandatory when
 *       9: present 5
 *       2: absent 35
 *       54: 3 starts 09
 *     optional: [5-8, 12-64]      # nothing else is allowed; without this key all is
 *     dates:                      # values, when they are there
 *       7: MMDDhhmmss
 * </pre>
 */
final class RulesReader {
    private static final Map<String, Integer> VERSIONS =
            Map.of("1987", 87, "1993", 93, "2003", 2003);
    private static final Pattern MTI = Pattern.compile("[0-9x]{4}");
    private static final Pattern CODE = Pattern.compile("[0-9]{1,6}");
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,3})(?:-([0-9]{1,3}))?");
    private static final Pattern CONDITION =
            Pattern.compile("(present|absent) ([0-9]{1,3})|([0-9]{1,3}) starts (\\S.*)");
    private static final int PROCESSING_CODE = 3;
    private static final int MTI_COUNT = 10_000;

    private RulesReader() {}

    /** Null when the file has problems, all of which have been recorded. */
    static MessageRules read(YamlNode root, Problems problems) {
        final int before = problems.lines().size();
        final String name = root.text("rules");
        final int version = VERSIONS.get(root.choice("version", List.of("1987", "1993", "2003")));
        final Int2ObjectHashMap<MessageRule[]> byMti = new Int2ObjectHashMap<>();
        for (final YamlNode entry : root.isPresent() ? root.items("messages") : List.<YamlNode>of())
            read(entry, byMti);
        root.rejectUnknownKeys();
        if (!root.isPresent() || problems.lines().size() != before) return null;
        return new MessageRules(name, version, byMti);
    }

    private static void read(YamlNode entry, Int2ObjectHashMap<MessageRule[]> byMti) {
        final List<YamlNode> types = entry.items("mti");
        final Elements mandatory =
                entry.has("mandatory") ? elements(entry.items("mandatory")) : Elements.NONE;
        final List<ConditionRule> conditions = conditions(entry, mandatory);
        final Elements allowed =
                entry.has("optional")
                        ? conditions.stream()
                                .map(condition -> Elements.of(condition.element()))
                                .reduce(elements(entry.items("optional")), Elements::with)
                                .with(mandatory)
                        : Elements.ALL;
        final MessageRule rule =
                new MessageRule(processing(entry), mandatory, allowed, conditions, dates(entry));
        entry.rejectUnknownKeys();
        types.forEach(type -> add(type, rule, byMti));
    }

    private static void add(
            YamlNode type, MessageRule rule, Int2ObjectHashMap<MessageRule[]> byMti) {
        final String pattern = type.text();
        if (!MTI.matcher(pattern).matches()) {
            type.problem("\"" + pattern + "\" is no message type", "write four digits, x for any");
            return;
        }
        final Pattern matching = Pattern.compile(pattern.replace('x', '.'));
        for (int i = 0; i < MTI_COUNT; i++) {
            final String mti = Integer.toString(MTI_COUNT + i).substring(1);
            if (!matching.matcher(mti).matches()) continue;
            final int key = Integer.parseInt(mti, 16);
            final MessageRule[] rules = byMti.getOrDefault(key, new MessageRule[0]);
            final MessageRule[] more = Arrays.copyOf(rules, rules.length + 1);
            more[rules.length] = rule;
            byMti.put(key, more);
        }
    }

    private static Prefixes processing(YamlNode entry) {
        if (!entry.has("processing")) return null;
        final List<String> codes = new ArrayList<>();
        for (final YamlNode item : entry.items("processing")) {
            final String code = item.text();
            if (CODE.matcher(code).matches()) codes.add(code);
            else item.problem("\"" + code + "\" begins no DE3", "write one to six digits");
        }
        return new Prefixes(PROCESSING_CODE, codes);
    }

    private static Elements elements(List<YamlNode> items) {
        Elements elements = Elements.NONE;
        for (final YamlNode item : items) {
            final String text = item.text();
            final Matcher matcher = RANGE.matcher(text);
            final int first = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
            final boolean isOne = first == 0 || matcher.group(2) == null;
            final int last = isOne ? first : Integer.parseInt(matcher.group(2));
            if (first < 2 || last > MessageSpec.LAST_ELEMENT || first > last) {
                item.problem("\"" + text + "\" names no elements", "write 2 to 192, or 5-9");
                continue;
            }
            for (int de = first; de <= last; de++) {
                elements = elements.with(Elements.of(de));
            }
        }
        return elements;
    }

    private static List<ConditionRule> conditions(YamlNode entry, Elements mandatory) {
        final List<ConditionRule> conditions = new ArrayList<>();
        if (!entry.has("conditional")) return conditions;
        final YamlNode map = entry.get("conditional");
        for (final String key : map.keys()) {
            final YamlNode node = map.get(key);
            final int element = element(key);
            final ConditionRule condition = condition(element, node.text());
            if (element == 0) {
                noElement(key, node);
            } else if (condition == null) {
                node.problem(
                        "\"" + node.text() + "\" is no condition",
                        "write present 5, absent 35, or 3 starts 09");
            } else if (mandatory.overlaps(Elements.of(element))) {
                node.problem("element " + key + " is mandatory anyway", "remove one of both");
            } else {
                conditions.add(condition);
            }
        }
        return List.copyOf(conditions);
    }

    private static List<DateRule> dates(YamlNode entry) {
        final List<DateRule> dates = new ArrayList<>();
        if (!entry.has("dates")) return dates;
        final YamlNode map = entry.get("dates");
        for (final String key : map.keys()) {
            final YamlNode node = map.get(key);
            final int element = element(key);
            final DateForm form = DateForm.of(node.text());
            if (element == 0) {
                noElement(key, node);
            } else if (form == null) {
                node.problem(
                        "\"" + node.text() + "\" is no form of a date or time",
                        "write MMDD, hhmmss or other parts of CCYYMMDDhhmmss");
            } else {
                dates.add(new DateRule(element, form));
            }
        }
        return List.copyOf(dates);
    }

    private static void noElement(String key, YamlNode node) {
        node.problem("\"" + key + "\" is no element", "write a number from 2 to 192");
    }

    /** 0 when it is no element's number. */
    private static int element(String text) {
        if (!RANGE.matcher(text).matches() || text.contains("-")) return 0;
        final int number = Integer.parseInt(text);
        return number >= 2 && number <= MessageSpec.LAST_ELEMENT ? number : 0;
    }

    /** Null when the text is no condition. */
    private static ConditionRule condition(int element, String text) {
        final Matcher matcher = CONDITION.matcher(text);
        if (!matcher.matches()) return null;
        final boolean isOfValue = matcher.group(3) != null;
        final int other = element(matcher.group(isOfValue ? 3 : 2));
        if (other == 0) return null;
        if (!isOfValue) {
            final boolean isPresent = "present".equals(matcher.group(1));
            return new ConditionRule(element, other, isPresent, null);
        }
        final List<String> values = List.of(matcher.group(4).split(", *"));
        return new ConditionRule(element, other, true, new Prefixes(other, values));
    }
}
