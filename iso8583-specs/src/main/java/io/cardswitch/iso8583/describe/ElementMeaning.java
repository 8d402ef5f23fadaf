package io.cardswitch.iso8583.describe;

import io.cardswitch.iso8583.AdditionalAmounts;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the value of an element says, a line for each part; no line where that is not known. */
final class ElementMeaning {
    private static final int CURRENCY = 49;
    private static final int POSITIONS = 12;

    /** Account type, amount type, currency, exponent where the version has it, sign, amount. */
    private static final Pattern ADDITIONAL_AMOUNT =
            Pattern.compile("(..)(..)(...)([0-9]?)([CD][0-9]{12})");

    private static final Pattern SIGNED_AMOUNT = Pattern.compile("([CD])([0-9]{1,18})");

    /** Message type, STAN, date and time, acquirer, forwarder. */
    private static final Pattern ORIGINAL_87 =
            Pattern.compile("([0-9]{4})([0-9]{6})([0-9]{10})([0-9*]{11})([0-9*]{11})");

    /** Message type, STAN, date and time, length of the acquirer, acquirer. */
    private static final Pattern ORIGINAL_93 =
            Pattern.compile("([0-9]{4})([0-9]{6})([0-9]{12})[0-9*]{2}([0-9*]{0,11})()");

    /** Amounts of transaction and settlement, then their fees. */
    private static final Pattern REPLACEMENT =
            Pattern.compile("([0-9]{12})([0-9]{12})(.{9})(.{9})");

    private final int version;

    /**
     * @param version 87, 93 or 2003
     */
    ElementMeaning(int version) {
        this.version = version;
    }

    /** Of a message type of four digits. */
    static String mti(String digits) {
        return MeaningTable.of("version", digits.substring(0, 1), "version")
                + ", "
                + MeaningTable.of("class", digits.substring(1, 2), "class")
                + ", "
                + MeaningTable.of("function", digits.substring(2, 3), "function")
                + ", "
                + MeaningTable.of("origin", digits.substring(3, 4), "origin");
    }

    /**
     * @param value as text; institutions of the original may be hidden
     * @param others text of another element of the message, null when there is none
     */
    List<String> explain(int de, String value, IntFunction<String> others) {
        final List<String> lines = new ArrayList<>();
        if (de == 3) processingCode(value, lines);
        else if (version == 87) explain87(de, value, others, lines);
        else if (version == 93) explain93(de, value, others, lines);
        return lines;
    }

    private void explain87(int de, String value, IntFunction<String> others, List<String> lines) {
        switch (de) {
            case 22 -> entryMode(value, lines);
            case 25 -> add(MeaningTable.of("condition", value), lines);
            case 39 -> add(MeaningTable.of("response_87", value), lines);
            case 66 -> add(MeaningTable.of("settlement", value), lines);
            case 70 -> add(MeaningTable.of("network", value), lines);
            case 90 -> original(ORIGINAL_87, value, lines);
            case 95 -> replacement(value, others, lines);
            default -> explainBoth(de, value, others, lines);
        }
    }

    private void explain93(int de, String value, IntFunction<String> others, List<String> lines) {
        switch (de) {
            case 22 -> pointOfService(value, lines);
            case 24 -> add(MeaningTable.of("network_93", value), lines);
            case 39 -> add(MeaningTable.of("response_93", value), lines);
            case 56 -> original(ORIGINAL_93, value, lines);
            default -> explainBoth(de, value, others, lines);
        }
    }

    private void explainBoth(int de, String value, IntFunction<String> others, List<String> lines) {
        switch (de) {
            case 4, 5, 6 -> add(AmountText.amount(value, others.apply(CURRENCY + de - 4)), lines);
            case 9, 10 -> add(AmountText.rate(value), lines);
            case 28, 30 -> add(signed(value, others.apply(CURRENCY)), lines);
            case 29, 31 -> add(signed(value, others.apply(CURRENCY + 1)), lines);
            case 49, 50, 51 -> add(AmountText.name(value), lines);
            case 54 -> additionalAmounts(value, lines);
            default -> {}
        }
    }

    private static void processingCode(String value, List<String> lines) {
        if (value.length() != 6) return;
        lines.add(
                MeaningTable.of("transaction", value.substring(0, 2), "transaction")
                        + ", from "
                        + MeaningTable.of("account", value.substring(2, 4), "type")
                        + " account, to "
                        + MeaningTable.of("account", value.substring(4), "type")
                        + " account");
    }

    private static void entryMode(String value, List<String> lines) {
        if (value.length() != 3) return;
        lines.add(
                MeaningTable.of("entry_mode", value.substring(0, 2), "card entry")
                        + ", "
                        + MeaningTable.of("pin_entry", value.substring(2), "PIN entry"));
    }

    private static void pointOfService(String value, List<String> lines) {
        if (value.length() != POSITIONS) return;
        for (int i = 0; i < POSITIONS; i++) {
            final String code = i + 1 + "-" + value.charAt(i);
            lines.add(MeaningTable.of("pos_data_code", code, "position"));
        }
    }

    private void additionalAmounts(String value, List<String> lines) {
        final int length = AdditionalAmounts.entryLength(version);
        for (int at = 0; at + length <= value.length(); at += length) {
            final Matcher entry = ADDITIONAL_AMOUNT.matcher(value.substring(at, at + length));
            if (!entry.matches()) return;
            final String currency = entry.group(3);
            if (!AmountText.isExponent(entry.group(4), currency)) return;
            lines.add(
                    MeaningTable.of("account", entry.group(1), "type")
                            + " account, "
                            + MeaningTable.of("amount_type", entry.group(2), "amount of type")
                            + ": "
                            + signed(entry.group(5), currency));
        }
    }

    private static void original(Pattern layout, String value, List<String> lines) {
        final Matcher parts = layout.matcher(value);
        if (!parts.matches()) return;
        lines.add(
                "original "
                        + parts.group(1)
                        + ", STAN "
                        + parts.group(2)
                        + ", sent "
                        + parts.group(3)
                        + ", acquirer "
                        + institution(parts.group(4))
                        + ", forwarder "
                        + institution(parts.group(5)));
    }

    private static void replacement(String value, IntFunction<String> others, List<String> lines) {
        final Matcher parts = REPLACEMENT.matcher(value);
        if (!parts.matches()) return;
        lines.add("actual amount " + amount(parts.group(1), others.apply(CURRENCY)));
        lines.add("in settlement " + amount(parts.group(2), others.apply(CURRENCY + 1)));
    }

    private static String institution(String digits) {
        if (digits.startsWith("*")) return "hidden";
        final String number = digits.replaceFirst("^0+", "");
        return number.isEmpty() ? "none" : number;
    }

    /** Minus for a debit; null when it is no signed amount. */
    private static String signed(String value, String currency) {
        final Matcher parts = SIGNED_AMOUNT.matcher(value);
        if (!parts.matches()) return null;
        return ("D".equals(parts.group(1)) ? "-" : "") + amount(parts.group(2), currency);
    }

    /** In minor units of an unknown currency when there is none. */
    private static String amount(String digits, String currency) {
        final String amount = AmountText.amount(digits, currency);
        return amount == null ? Long.parseLong(digits) + " minor units" : amount;
    }

    private static void add(String text, List<String> lines) {
        if (text != null) lines.add(text);
    }
}
