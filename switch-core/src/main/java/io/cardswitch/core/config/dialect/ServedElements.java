package io.cardswitch.core.config.dialect;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.yaml.YamlNode;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the switch reads of a request and puts into an answer, whatever the dialect: a dialect whose
 * elements do not allow it is refused before a link opens, not at the first message.
 */
final class ServedElements {
    private static final Set<Content> DIGITS = EnumSet.of(Content.N);
    private static final Set<Content> TEXT = EnumSet.of(Content.AN, Content.ANS);
    private static final Set<Content> ANY =
            EnumSet.of(Content.N, Content.AN, Content.NS, Content.ANS);

    private static final Set<Content> ALL = EnumSet.allOf(Content.class);

    /**
     * @param least units that must have room
     * @param most units that the switch has room for
     * @param example a type that is right
     */
    private record Need(int de, Set<Content> contents, int least, int most, String example) {
        boolean isMet(ElementSpec element) {
            return contents.contains(element.content())
                    && element.units() >= least
                    && element.units() <= most;
        }
    }

    /** The transaction cannot be read or answered without them. */
    private static final List<Need> REQUIRED =
            List.of(
                    new Need(3, DIGITS, 6, 6, "n 6"),
                    new Need(4, DIGITS, 12, 18, "n 12"),
                    new Need(11, DIGITS, 1, 6, "n 6"),
                    new Need(38, ANY, 6, 6, "an 6"));

    private static final Need CODE_OF_1987 = new Need(39, ANY, 2, 2, "an 2");
    private static final Need CODE = new Need(39, ANY, 3, 3, "n 3");

    /** Two balances; fixed text that is longer would not leave room for the rest of an answer. */
    private static final Need BALANCES = new Need(54, TEXT, 40, MessageSpec.MAX_MESSAGE_LENGTH, "");

    private static final int MOST_FIXED_BALANCES = 120;

    /** Kept with the transaction when the dialect has them. */
    private static final List<Need> KEPT =
            List.of(
                    new Need(37, ANY, 1, 12, "an 12"),
                    new Need(41, ANY, 1, 16, "ans 8"),
                    new Need(42, ANY, 1, 16, "ans 15"),
                    new Need(48, ALL, 1, 999, "ans ...999"),
                    new Need(55, ALL, 1, 999, "b ...255"));

    private static final int ORIGINAL = 90;
    private static final String ORIGINAL_TYPE = "n 42";

    private ServedElements() {}

    /** Records what the dialect lacks, at the node that names it. */
    static void require(MessageSpec spec, YamlNode node) {
        for (final Need need : REQUIRED) {
            require(spec, node, need);
        }
        require(spec, node, spec.version() == 87 ? CODE_OF_1987 : CODE);
        final ElementSpec balances = spec.element(BALANCES.de);
        if (balances == null
                || !BALANCES.isMet(balances)
                || balances.isFixed() && balances.units() > MOST_FIXED_BALANCES) {
            refuse(spec, node, BALANCES.de, "ans ...120");
        }
        for (final Need need : KEPT) {
            if (spec.element(need.de) != null) require(spec, node, need);
        }
        final ElementSpec original = spec.element(ORIGINAL);
        final boolean isRead = spec.version() == 87 && original != null;
        if (isRead && !ORIGINAL_TYPE.equals(original.notation())) {
            refuse(spec, node, ORIGINAL, ORIGINAL_TYPE);
        }
    }

    private static void require(MessageSpec spec, YamlNode node, Need need) {
        final ElementSpec element = spec.element(need.de);
        if (element == null || !need.isMet(element)) refuse(spec, node, need.de, need.example);
    }

    private static void refuse(MessageSpec spec, YamlNode node, int de, String example) {
        final ElementSpec element = spec.element(de);
        final String there = element == null ? "absent" : element.notation();
        node.problem("no link speaks " + spec + ": its DE" + de + " is " + there, "use " + example);
    }
}
