package io.cardswitch.iso8583.convert;

/**
 * One element of the outgoing message.
 *
 * @param target its number
 * @param form how its value follows
 * @param sources elements of the incoming message that it says; it is written when the first of
 *     them is there, always when there is none
 */
record Carrier(int target, Form form, int... sources) {}
