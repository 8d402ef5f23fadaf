package io.cardswitch.core.edge;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.MessageHeader;
import io.cardswitch.iso8583.validate.MessageRules;

import java.util.Optional;

/**
 * One link of {@code links.yaml} as the edge sees it.
 *
 * @param id number of the link in commands and duplicate keys, 0-65535; never reused for another
 *     link, or old keys would meet new transactions
 * @param name label in metrics
 * @param spec compiled dialect of the link
 * @param header what stands in front of each message
 * @param answersMalformed a message that cannot be read but has MTI and DE11 is answered with DE39
 *     30; otherwise it is dropped
 * @param malformedLimit malformed messages in a row after which the socket is closed
 * @param echoesPrivateUse DE60-63 of the request return in the answer; schemes differ
 * @param rules which elements messages must, may and must not carry; a message that breaks one is
 *     answered with DE39 30 as one that cannot be read
 */
public record LinkConfig(
        int id,
        String name,
        MessageSpec spec,
        MessageHeader header,
        boolean answersMalformed,
        int malformedLimit,
        boolean echoesPrivateUse,
        Optional<MessageRules> rules) {
    /** Link ids are below this. */
    public static final int MAX_ID = 1 << 16;

    /** Checks the bounds. */
    public LinkConfig {
        check(id >= 0 && id < MAX_ID, "link id fits its field");
        check(malformedLimit > 0, "malformed limit is positive");
    }
}
