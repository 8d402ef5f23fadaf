package io.cardswitch.iso8583.convert;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.codec.MessageSpec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which element of one version carries which of another. */
final class Carriers {
    private static final int FIRST_MAC = 64;
    private static final int SECOND_MAC = 128;
    private static final int ENTRY_MODE = 22;
    private static final int PIN = 52;
    private static final int SECURITY = 53;
    private static final int CHIP = 55;

    /** The same number, meaning and characters in all three versions. */
    private static final int[] COMMON = {
        2, 3, 7, 9, 10, 14, 19, 20, 23, 32, 33, 35, 36, 37, 38, 40, 41, 42, 45, 47, 48, 60, 61, 62,
        63, 98, 99, 100, 101, 102, 103, 104, 123, 124, 125, 126, 127
    };

    /** Likewise in 1987 and 1993 only. */
    private static final int[] UNTIL_93 = {
        21, 27, 34, 43, 44, 67, 68, 69, 74, 75, 76, 77, 78, 79, 80, 81, 86, 87, 88, 89, 97
    };

    /** Likewise in 1993 and 2003 only. */
    private static final int[] SINCE_93 = {13, 25, 26, 29, 31, 57, 58, 59, 72, 93, 94, 95, 96};

    private static final int[] DATES = {15, 16, 17, 73};

    /**
     * One element of the outgoing message.
     *
     * @param target its number
     * @param form how its value follows
     * @param sources elements of the incoming message that it says; it is written when one of them
     *     is there, always when there is none to say
     */
    record Carrier(int target, Form form, int... sources) {}

    private final MessageSpec from;
    private final MessageSpec to;
    private final List<Carrier> carriers = new ArrayList<>();

    private Carriers(MessageSpec from, MessageSpec to) {
        this.from = from;
        this.to = to;
    }

    /** In ascending order of the outgoing elements, each at most once. */
    static List<Carrier> between(MessageSpec from, MessageSpec to) {
        final Carriers all = new Carriers(from, to);
        if (from.version() == to.version()) all.addSame();
        else all.addConverted();
        all.carriers.sort(Comparator.comparingInt(Carrier::target));
        return List.copyOf(all.carriers);
    }

    private void addSame() {
        for (int de = 2; de <= MessageSpec.LAST_ELEMENT; de++) {
            if (de == FIRST_MAC || de == SECOND_MAC) continue;
            if (de == ENTRY_MODE && isOtherEntryMode()) add(de, PointOfService::filled, de);
            else addText(de);
        }
    }

    private boolean isOtherEntryMode() {
        final ElementSpec source = from.element(ENTRY_MODE);
        final ElementSpec target = to.element(ENTRY_MODE);
        if (from.version() != 87 || source == null || target == null) return false;
        return isOtherNumber(source, target) && PointOfService.isFilledByOne(source, target);
    }

    private void addConverted() {
        final int low = Math.min(order(from), order(to));
        final int high = Math.max(order(from), order(to));
        addTexts(COMMON);
        if (high <= 93) addTexts(UNTIL_93);
        if (low >= 93) addTexts(SINCE_93);
        for (final int de : DATES) {
            add(de, DateForms.date(de), de);
        }
        addText(PIN);
        addText(CHIP);
        if (low >= 93) addText(SECURITY);
        if (low >= 93) add(28, DateForms.date(28), 28);
        if (high <= 93) add(71, TextForms.number(71), 71);
        add(11, TextForms.number(11), 11);
        add(39, CodeForms::responseCode, 39);
        add(54, TextForms::additionalAmounts, 54);
        addAmounts();
        if (low == 87) addBetween87AndLater();
        else addBetween93And2003();
    }

    private static int order(MessageSpec spec) {
        return spec.version();
    }

    private void addAmounts() {
        final boolean isTo2003 = to.version() == 2003;
        final boolean hasOther = to.element(to.version() == 87 ? 95 : 30) != null;
        final int[][] pairs = {{4, 49}, {5, 50}, {6, 51}};
        for (final int[] pair : pairs) {
            final Form amount = AmountForms.amount(pair[0], pair[1], hasOther);
            if (isTo2003) {
                add(pair[0], amount, pair);
            } else {
                add(pair[0], amount, pair[0]);
                if (from.version() == 2003) add(pair[1], AmountForms.currency(pair[0]), pair[0]);
                else addText(pair[1]);
            }
        }
        add(8, AmountForms.amount(8, 51, hasOther), 8);
    }

    private void addBetween87AndLater() {
        if (to.version() == 87) {
            add(12, DateForms::localTime, 12);
            add(13, DateForms::localDate, 12);
            add(18, TextForms.same(26), 26);
            add(22, PointOfService::entryMode, 22);
            add(25, PointOfService::condition, 22, 24, 25);
            add(26, PointOfService::pinLength, 22);
            for (int de = 28; de <= 31; de++) {
                add(de, FeeForms.fee(de), 46);
            }
            add(66, CodeForms::settlement, 39);
            add(70, CodeForms::networkCode, 24);
            add(90, OriginalForms::ofDe56, 56);
            add(95, AmountForms::replacements, 30);
            return;
        }
        add(12, DateForms::dateAndTime, 12, 13);
        add(22, PointOfService::dataCode, 22, 25, 26);
        add(24, CodeForms::functionCode);
        add(24, CodeForms::networkFunction, 70);
        add(25, CodeForms::reason, 25);
        add(26, TextForms.same(18), 18);
        add(30, AmountForms::originals, 95);
        add(46, FeeForms::fees, 28, 29, 30, 31);
        add(56, OriginalForms::ofDe90, 90);
    }

    private void addBetween93And2003() {
        add(12, DateForms::dateAndTime, 12);
        addText(24);
        add(22, PointOfService::dataCode, 22);
        add(30, AmountForms::originals, 30);
        add(46, FeeForms.entries(46), 46);
        add(66, FeeForms.entries(66), 66);
        add(56, OriginalForms::between, 56);
    }

    private void addTexts(int[] elements) {
        for (final int de : elements) {
            addText(de);
        }
    }

    /** Octets become characters, and back, only where they are known to be hexadecimal. */
    private void addText(int de) {
        final ElementSpec source = from.element(de);
        final ElementSpec target = to.element(de);
        if (source == null || target == null) return;
        final boolean isNested = from.inside(de) != null || to.inside(de) != null;
        if (from.version() != to.version() && (isNested || isOtherNumber(source, target))) return;
        final boolean isAlike = (source.content() == Content.B) == (target.content() == Content.B);
        if (isAlike || de == PIN || de == CHIP) add(de, TextForms.same(de), de);
    }

    /** Digits of another number do not say the same, but for what leading zeros are added to. */
    private static boolean isOtherNumber(ElementSpec source, ElementSpec target) {
        return source.isFixed()
                && target.isFixed()
                && source.content() == Content.N
                && target.content() == Content.N
                && source.units() != target.units();
    }

    private void add(int target, Form form, int... sources) {
        if (to.element(target) != null) carriers.add(new Carrier(target, form, sources));
    }
}
