package io.cardswitch.iso8583.mask;

/** How much of a value may be shown to people and logs. */
public enum Disclosure {
    /** All of it. */
    WHOLE,
    /** First six and last four digits. */
    ACCOUNT,
    /** Chip data: tag by tag. */
    CHIP,
    /** Its length. */
    LENGTH
}
