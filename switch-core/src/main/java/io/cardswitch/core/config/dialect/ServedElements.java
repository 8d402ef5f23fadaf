package io.cardswitch.core.config.dialect;

import io.cardswitch.iso8583.AdditionalAmounts;
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

    private static final Set<Content> CODED = EnumSet.of(Content.N, Content.AN);
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

    private static final Need APPROVAL_CODE = new Need(38, ANY, 6, 6, "an 6");

    /** The transaction cannot be read or answered without them. */
    private static final List<Need> REQUIRED =
            List.of(
                    new Need(3, DIGITS, 6, 6, "n 6"),
                    new Need(4, DIGITS, 12, 18, "n 12"),
                    new Need(11, DIGITS, 1, 6, "n 6"),
                    APPROVAL_CODE);

    /** Of 2003: DE4 begins with currency and exponent. */
    private static final List<Need> REQUIRED_2003 =
            List.of(
                    new Need(3, CODED, 6, 6, "an 6"),
                    new Need(4, DIGITS, 16, 16, "n 16"),
                    new Need(11, DIGITS, 1, 12, "n 12"),
                    APPROVAL_CODE);

    private static final Need CODE_OF_1987 = new Need(39, ANY, 2, 2, "an 2");
    private static final Need CODE_OF_1993 = new Need(39, ANY, 3, 3, "n 3");
    private static final Need CODE_OF_2003 = new Need(39, ANY, 4, 4, "n 4");

    private static final int BALANCES = 54;

    /** Kept with the transaction when the dialect has them. */
    private static final List<Need> KEPT =
            List.of(
                    new Need(37, ANY, 1, 12, "an 12"),
                    new Need(41, ANY, 1, 16, "ans 8"),
                    new Need(42, ANY, 1, 16, "ans 15"),
                    new Need(48, ALL, 1, 999, "ans ...999"),
                    new Need(55, ALL, 1, 999, "b ...255"));

    /** Likewise of 1993: time, function, merchant category, what reversals name originals by. */
    private static final List<Need> KEPT_1993 =
            List.of(
                    new Need(12, DIGITS, 12, 12, "n 12"),
                    new Need(24, DIGITS, 3, 3, "n 3"),
                    new Need(26, DIGITS, 4, 4, "n 4"),
                    new Need(30, DIGITS, 24, 24, "n 24"),
                    new Need(56, DIGITS, 22, 35, "n ..35"));

    private static final List<Need> KEPT_2003 =
            List.of(
                    new Need(12, DIGITS, 14, 14, "n 14"),
                    new Need(24, DIGITS, 3, 3, "n 3"),
                    new Need(26, DIGITS, 4, 4, "n 4"),
                    new Need(30, DIGITS, 32, 32, "n 32"),
                    new Need(37, ANY, 1, 12, "an 12"),
                    new Need(41, ANY, 1, 16, "ans 16"),
                    new Need(42, ANY, 1, 48, "ans ..35"),
                    new Need(48, ALL, 1, 999, "ans ...999"),
                    new Need(55, ALL, 1, 9999, "b ....9999"),
                    new Need(56, DIGITS, 30, 41, "n ..41"));

    private static final int ORIGINAL = 90;
    private static final String ORIGINAL_TYPE = "n 42";

    private ServedElements() {}

    /** Records what the dialect lacks, at the node that names it. */
    static void require(MessageSpec spec, YamlNode node) {
        switch (spec.version()) {
            case 87 -> {
                require(spec, node, REQUIRED, CODE_OF_1987);
                requireBalances(spec, node);
                requireKept(spec, node, KEPT);
                final ElementSpec original = spec.element(ORIGINAL);
                if (original != null && !ORIGINAL_TYPE.equals(original.notation())) {
                    refuse(spec, node, ORIGINAL, ORIGINAL_TYPE);
                }
            }
            case 93 -> {
                require(spec, node, REQUIRED, CODE_OF_1993);
                requireBalances(spec, node);
                requireKept(spec, node, KEPT);
                requireKept(spec, node, KEPT_1993);
            }
            default -> {
                require(spec, node, REQUIRED_2003, CODE_OF_2003);
                requireBalances(spec, node);
                requireKept(spec, node, KEPT_2003);
            }
        }
    }

    private static void require(MessageSpec spec, YamlNode node, List<Need> needs, Need code) {
        for (final Need need : needs) {
            require(spec, node, need);
        }
        require(spec, node, code);
    }

    private static void requireKept(MessageSpec spec, YamlNode node, List<Need> needs) {
        for (final Need need : needs) {
            if (spec.element(need.de) != null) require(spec, node, need);
        }
    }

    /** Two balances; answers have no room for fixed text of more than the standard's entries. */
    private static void requireBalances(MessageSpec spec, YamlNode node) {
        final int each = AdditionalAmounts.entryLength(spec.version());
        final int most = AdditionalAmounts.MOST_ENTRIES * each;
        final Need need =
                new Need(
                        BALANCES, TEXT, 2 * each, MessageSpec.MAX_MESSAGE_LENGTH, "ans ..." + most);
        final ElementSpec balances = spec.element(BALANCES);
        final boolean isTooLong = balances != null && balances.isFixed() && balances.units() > most;
        if (isTooLong) refuse(spec, node, BALANCES, need.example);
        else require(spec, node, need);
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
