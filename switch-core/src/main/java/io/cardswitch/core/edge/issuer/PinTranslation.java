package io.cardswitch.core.edge.issuer;

import io.cardswitch.core.metrics.Counter;
import io.cardswitch.core.metrics.SwitchCounters;
import io.cardswitch.hsm.AccountNumber;
import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.PinBlock;
import io.cardswitch.hsm.PinBlockFormat;
import io.cardswitch.hsm.command.pin.TranslatePinEncoder;
import io.cardswitch.hsm.command.pin.TranslatedPinDecoder;

import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Map;

/**
 * Has the HSM put a PIN under the key, and into the format, of the issuer it goes to; hands it on.
 * Not thread-safe.
 */
public final class PinTranslation {
    private static final int LONGEST_BLOCK = 16;

    /** An issuer, and what became of the PINs that go there. */
    private record Issuer(IssuerKeys keys, Counter ready, Counter forbidden, Counter failed) {}

    private final IssuerEgress egress;
    private final Int2ObjectHashMap<Issuer> issuers = new Int2ObjectHashMap<>();
    private final TranslatedPinDecoder translated = new TranslatedPinDecoder();
    private final AccountNumber account = new AccountNumber();
    private final UnsafeBuffer block = new UnsafeBuffer(new byte[LONGEST_BLOCK]);

    /**
     * @param keys by number of the issuer
     * @param loop label in metrics
     */
    public PinTranslation(
            Map<Integer, IssuerKeys> keys,
            IssuerEgress egress,
            String loop,
            SwitchCounters registry) {
        this.egress = egress;
        keys.forEach((number, issuer) ->
                issuers.put(
                        number.intValue(),
                        new Issuer(
                                issuer,
                                counter(registry, loop, issuer, "ready"),
                                counter(registry, loop, issuer, "forbidden"),
                                counter(registry, loop, issuer, "failed"))));
    }

    private static Counter counter(
            SwitchCounters registry, String loop, IssuerKeys issuer, String outcome) {
        return registry.counter(
                "switch_pin_translations_total",
                "PINs put under the keys of other issuers.",
                "institution",
                issuer.name(),
                "loop",
                loop,
                "outcome",
                outcome);
    }

    /**
     * Writes the host command.
     *
     * @param number of the issuer
     * @param source key of the link's PIN blocks
     * @param isTerminalKey whether it is a terminal's and not a zone's
     * @param pinBlock as it came
     * @param cardNumber its whole capacity
     * @return false when there is no such issuer, or the block may not take its format
     */
    public boolean ask(
            HsmRequest request,
            int number,
            HsmKey source,
            boolean isTerminalKey,
            PinBlock pinBlock,
            DirectBuffer cardNumber) {
        final Issuer issuer = issuers.get(number);
        if (issuer == null) {
            return false;
        }
        final PinBlockFormat to = issuer.keys.format();
        if (!PinFormatTable.isAllowed(pinBlock.format(), to)) {
            issuer.forbidden.increment();
            return false;
        }
        if (to == PinBlockFormat.ISO_4) {
            account.wrapWholeNumber(cardNumber, 0, cardNumber.capacity());
        } else {
            account.wrapCardNumber(cardNumber, 0, cardNumber.capacity());
        }
        final HsmKey target = issuer.keys.pinKey();
        if (isTerminalKey) {
            TranslatePinEncoder.fromTerminal(request, source, target, pinBlock, to, account);
        } else {
            TranslatePinEncoder.fromZone(request, source, target, pinBlock, to, account);
        }
        return true;
    }

    /** Reads what became of the command; a block leaves through the egress, and is wiped. */
    public HsmResult take(int number, long handle, HsmResult status, HsmAnswer answer) {
        final Issuer issuer = issuers.get(number);
        final HsmResult result = status == HsmResult.OK ? translated.decode(answer) : status;
        if (result != HsmResult.OK) {
            issuer.failed.increment();
            return result;
        }
        if (translated.format() != issuer.keys.format()) {
            issuer.failed.increment();
            return HsmResult.MALFORMED_ANSWER;
        }
        translated.copyBlock(block, 0);
        egress.onPinReady(number, handle, translated.format(), block, translated.blockLength());
        block.setMemory(0, LONGEST_BLOCK, (byte) 0);
        issuer.ready.increment();
        return result;
    }
}
