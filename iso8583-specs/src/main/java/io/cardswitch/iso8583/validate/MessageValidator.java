package io.cardswitch.iso8583.validate;

import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageSpec;

import org.agrona.concurrent.UnsafeBuffer;

import java.util.HexFormat;

/**
 * Checks which elements a message carries, and their dates and times. What is there is a matter of
 * bitmaps; values are read only of dates and for conditions on them. Never allocates; not
 * thread-safe. A message type without rules is accepted.
 */
public final class MessageValidator {
    private static final HexFormat HEX = HexFormat.of();

    private final MessageRules rules;
    private final UnsafeBuffer scratch =
            new UnsafeBuffer(new byte[2 * MessageSpec.MAX_MESSAGE_LENGTH]);
    private int mti;
    private int element;
    private Breach breach = Breach.NONE;
    private MessageRule rule;
    private ConditionRule condition;
    private DateRule date;
    private DateFault fault = DateFault.NONE;

    /** Checks by these rules. */
    public MessageValidator(MessageRules rules) {
        this.rules = rules;
    }

    /**
     * Checks a message that its decoder found valid.
     *
     * @return whether it keeps every rule; if not, see {@link #breach()}
     */
    public boolean check(MessageDecoder message) {
        mti = message.mti();
        element = 0;
        breach = Breach.NONE;
        for (final MessageRule candidate : rules.of(mti)) {
            if (candidate.isFor(message, scratch) && !keeps(candidate, message)) return false;
        }
        return true;
    }

    private boolean keeps(MessageRule candidate, MessageDecoder message) {
        rule = candidate;
        final int missing = candidate.missing(message);
        if (missing != 0) return fail(Breach.MISSING, missing);
        for (int i = 0; i < candidate.conditions().size(); i++) {
            condition = candidate.conditions().get(i);
            if (condition.isBroken(message, scratch)) {
                return fail(Breach.MISSING_BY_CONDITION, condition.element());
            }
        }
        final int notAllowed = candidate.notAllowed(message);
        if (notAllowed != 0) return fail(Breach.NOT_ALLOWED, notAllowed);
        for (int i = 0; i < candidate.dates().size(); i++) {
            date = candidate.dates().get(i);
            fault = date.check(message, scratch);
            if (fault != DateFault.NONE) return fail(Breach.BAD_DATE, date.element());
        }
        return true;
    }

    private boolean fail(Breach why, int de) {
        breach = why;
        element = de;
        return false;
    }

    /** Which kind of rule was broken first, NONE after a message that keeps all. */
    public Breach breach() {
        return breach;
    }

    /** The element that is missing, must not be there or is no date; 0 when there is none. */
    public int element() {
        return element;
    }

    /**
     * Where the element begins that broke a rule; where a missing one would begin, which is in
     * front of the next one that is there or else the end of the message.
     *
     * @param message that was checked
     * @param start index of its first byte in its buffer
     * @return bytes from there
     */
    public int offset(MessageDecoder message, int start) {
        for (int de = element; de <= MessageSpec.LAST_ELEMENT; de++) {
            if (de > 1 && message.has(de)) return message.elementOffset(de) - start;
        }
        return message.length();
    }

    /** The broken rule in words, without any value of a card; builds a String. */
    public String text() {
        final String message = HEX.toHexDigits((short) mti) + messagesOf();
        return switch (breach) {
            case NONE -> "";
            case MISSING -> "element is missing: mandatory in " + message;
            case MISSING_BY_CONDITION ->
                    "element is missing: mandatory in " + message + " when " + condition.text();
            case NOT_ALLOWED -> "element is not allowed in " + message;
            case BAD_DATE -> "value is no " + date.form() + ": " + fault.text();
        };
    }

    private String messagesOf() {
        final Prefixes processing = rule == null ? null : rule.processing();
        return processing == null ? "" : " where " + processing.text();
    }
}
