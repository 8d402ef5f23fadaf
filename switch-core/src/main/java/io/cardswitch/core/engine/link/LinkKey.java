package io.cardswitch.core.engine.link;

import io.cardswitch.core.domain.LinkKeyKind;

/**
 * A key that a link has exchanged. The key blocks are encrypted under the local master key, and
 * still nothing for a log.
 *
 * @param linkId id of the link
 * @param kind what the key is for
 * @param keyBlock the key that serves
 * @param checkValue its check value, hexadecimal
 * @param previousKeyBlock the key before it, which serves until {@code previousEndsMs}; empty for
 *     none
 * @param previousEndsMs epoch milliseconds of journal time, 0 for none
 */
public record LinkKey(
        int linkId,
        LinkKeyKind kind,
        String keyBlock,
        String checkValue,
        String previousKeyBlock,
        long previousEndsMs) {
    @Override
    public String toString() {
        return "link " + linkId + " " + kind + " key, check value " + checkValue;
    }
}
