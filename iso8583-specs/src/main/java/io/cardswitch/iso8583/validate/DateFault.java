package io.cardswitch.iso8583.validate;

/** What is wrong with the value of a date or time, in the order in which it is checked. */
public enum DateFault {
    NONE(""),
    DIGITS("not so many digits"),
    MONTH("month is not 01 to 12"),
    DAY("day is none of the month"),
    HOUR("hour is not 00 to 23"),
    MINUTE("minute is not 00 to 59"),
    SECOND("second is not 00 to 59");

    private final String text;

    DateFault(String text) {
        this.text = text;
    }

    /** In words, without the value. */
    String text() {
        return text;
    }
}
