package io.cardswitch.iso8583.validate;

import io.cardswitch.iso8583.yaml.Problems;
import io.cardswitch.iso8583.yaml.YamlReader;

import org.agrona.collections.Int2ObjectHashMap;

import java.nio.file.Path;
import java.util.List;

/** The rules of one file, by message type. Immutable, shared by any number of validators. */
public final class MessageRules {
    private static final List<String> NAMES = List.of("iso87", "iso93", "iso2003");
    private static final MessageRule[] NO_RULES = {};

    private final String name;
    private final int version;
    private final Int2ObjectHashMap<MessageRule[]> byMti;

    MessageRules(String name, int version, Int2ObjectHashMap<MessageRule[]> byMti) {
        this.name = name;
        this.version = version;
        this.byMti = byMti;
    }

    /** Names of the bundled rules. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * Bundled rules.
     *
     * @throws IllegalArgumentException when there are none of that name
     */
    public static MessageRules bundled(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    name + " is no set of rules: " + String.join(", ", NAMES));
        }
        final Problems problems = new Problems();
        final MessageRules rules =
                RulesReader.read(
                        YamlReader.resource(MessageRules.class, name + ".yaml", problems),
                        problems);
        if (!problems.isEmpty()) throw new IllegalStateException(problems.lines().getFirst());
        return rules;
    }

    /** Rules of a file; null, with every problem named, when the file has any. */
    public static MessageRules load(Path yaml, Problems problems) {
        final int before = problems.count();
        final MessageRules rules = RulesReader.read(YamlReader.read(yaml, problems), problems);
        return problems.soundSince(before, rules);
    }

    /** The name that the file gives them. */
    public String name() {
        return name;
    }

    /** 87, 93 or 2003: of the messages that they are for. */
    public int version() {
        return version;
    }

    /** Rules of a message type, 0x0200 for 0200, in the order of the file. */
    MessageRule[] of(int mti) {
        final MessageRule[] rules = byMti.get(mti);
        return rules == null ? NO_RULES : rules;
    }

    @Override
    public String toString() {
        return name;
    }
}
