package io.cardswitch.iso8583.convert;

import org.agrona.MutableDirectBuffer;

/** How the value of one element follows from the elements of the incoming message. */
@FunctionalInterface
interface Form {
    /** The value cannot be written as the other version wants it. */
    int LOST = -1;

    /** Nothing has to be written: other elements say it, or there is nothing to say. */
    int IMPLIED = -2;

    /** The other version has no such code. */
    int NO_CODE = -3;

    /** An element that the other version wants said with it is missing. */
    int INCOMPLETE = -4;

    /** It is no day of a year or no time of a day. */
    int NO_DATE = -5;

    /** The other version writes two digits of the year, and they stand for another one. */
    int NO_YEAR = -6;

    /**
     * Writes the value as characters, octets as hexadecimal.
     *
     * @param units digits or characters that the outgoing element has at most
     * @return characters written, or one of the above
     */
    int write(Incoming in, int units, MutableDirectBuffer out, int at);
}
