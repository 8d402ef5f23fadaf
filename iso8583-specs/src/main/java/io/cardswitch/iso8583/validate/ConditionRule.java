package io.cardswitch.iso8583.validate;

import io.cardswitch.iso8583.codec.MessageDecoder;

import org.agrona.MutableDirectBuffer;

/**
 * An element that is mandatory when another one is present, is absent, or starts with a value.
 *
 * @param element that is then mandatory
 * @param other that the condition asks for
 * @param isPresent whether the other must be present, not absent, for the condition to hold
 * @param start of the other's value, or null when presence is all
 */
record ConditionRule(int element, int other, boolean isPresent, Prefixes start) {

    /** Whether the element is missing though the condition holds. */
    boolean isBroken(MessageDecoder message, MutableDirectBuffer scratch) {
        if (message.has(element) || message.has(other) != isPresent) return false;
        return start == null || start.match(message, scratch);
    }

    /** When the element is mandatory. */
    String text() {
        if (start != null) return start.text();
        return "DE" + other + (isPresent ? " is present" : " is absent");
    }
}
