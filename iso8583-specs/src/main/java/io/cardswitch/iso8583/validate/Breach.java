package io.cardswitch.iso8583.validate;

/** Kinds of rules that a message can break, in the order in which they are checked. */
public enum Breach {
    /** None was broken. */
    NONE,
    /** A mandatory element is not there. */
    MISSING,
    /** An element is not there though the condition that makes it mandatory holds. */
    MISSING_BY_CONDITION,
    /** An element is there that is neither mandatory, conditional nor optional. */
    NOT_ALLOWED,
    /** The value of an element is no date or time of its form. */
    BAD_DATE
}
