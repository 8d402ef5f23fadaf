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
 * @param stan DE11 of the message that brought it
 * @param previousKeyBlock the key before it, which serves until {@code previousEndsMs}; empty for
 *     that of the configuration
 * @param previousEndsMs epoch milliseconds of journal time
 */
public record LinkKey(
        int linkId,
        LinkKeyKind kind,
        String keyBlock,
        String checkValue,
        int stan,
        String previousKeyBlock,
        long previousEndsMs) {
    @Override
    public String toString() {
        return "link " + linkId + " " + kind + " key, check value " + checkValue;
    }
}
