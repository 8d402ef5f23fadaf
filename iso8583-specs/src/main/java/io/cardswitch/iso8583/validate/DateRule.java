package io.cardswitch.iso8583.validate;

import io.cardswitch.iso8583.codec.MessageDecoder;

import org.agrona.MutableDirectBuffer;

/** An element that holds a date or time of a form when it is there. */
record DateRule(int element, DateForm form) {

    /** What is wrong with the value, NONE of an absent one. */
    DateFault check(MessageDecoder message, MutableDirectBuffer scratch) {
        if (!message.has(element)) return DateFault.NONE;
        return form.check(scratch, message.copyText(element, scratch, 0));
    }
}
