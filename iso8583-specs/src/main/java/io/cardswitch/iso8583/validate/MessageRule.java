package io.cardswitch.iso8583.validate;

import io.cardswitch.iso8583.codec.MessageDecoder;

import org.agrona.MutableDirectBuffer;

import java.util.List;

/**
 * What one entry of a rules file asks of the messages it is for.
 *
 * @param processing beginnings of the processing code that it is for, or null for all
 * @param mandatory elements that must be there
 * @param allowed elements that may be there, the mandatory and conditional ones among them
 * @param dates elements that hold dates and times when they are there
 */
record MessageRule(
        Prefixes processing,
        Elements mandatory,
        Elements allowed,
        List<ConditionRule> conditions,
        List<DateRule> dates) {

    boolean isFor(MessageDecoder message, MutableDirectBuffer scratch) {
        return processing == null || processing.match(message, scratch);
    }

    /** Lowest mandatory element that is not there, 0 when all are. */
    int missing(MessageDecoder message) {
        return Elements.lowest(
                mandatory.primary() & ~message.primaryBitmap(),
                mandatory.secondary() & ~message.secondaryBitmap(),
                mandatory.tertiary() & ~message.tertiaryBitmap());
    }

    /** Lowest element that must not be there but is, 0 when there is none. */
    int notAllowed(MessageDecoder message) {
        return Elements.lowest(
                message.primaryBitmap() & ~allowed.primary(),
                message.secondaryBitmap() & ~allowed.secondary(),
                message.tertiaryBitmap() & ~allowed.tertiary());
    }
}
