package io.cardswitch.core.edge.security;

import io.cardswitch.core.command.RequestEvidence;
import io.cardswitch.iso8583.codec.MessageDecoder;

/** Tells what of a request can be checked. Not thread-safe. */
public final class EvidenceReader {
    private static final int TRACK_2 = 35;
    private static final int PRIVATE_USE = 48;
    private static final int PIN_BLOCK = 52;
    private static final int CHIP = 55;

    private final PresentedCard card = new PresentedCard();

    /** For requests of any link. */
    public EvidenceReader() {}

    /** Bit set of {@link RequestEvidence}. */
    public int read(MessageDecoder message) {
        int evidence = message.has(PIN_BLOCK) ? RequestEvidence.PIN : 0;
        evidence |= message.has(TRACK_2) ? RequestEvidence.TRACK2 : 0;
        if (message.has(PRIVATE_USE)) {
            evidence |= card.printedValue(message) == PresentedCard.NONE ? 0 : RequestEvidence.CVV2;
            card.wipe();
        }
        evidence |= message.has(CHIP) ? RequestEvidence.EMV : 0; // Unreadable is wrong, not absent.
        return evidence;
    }
}
