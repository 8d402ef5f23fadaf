package io.cardswitch.core.edge.security;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.domain.LinkKeyKind;
import io.cardswitch.hsm.HsmKey;

/**
 * How a link brings new keys, in an 0800 whose DE70 is 101 or 161: where in which element the key
 * stands, under which key, and what it is for. A key that begins with a scheme letter or is a key
 * block says its own length.
 *
 * @param zoneKey key that new keys are under, itself under the LMK
 * @param element that holds the key as text, or as octets of which each is two digits
 * @param from first character of the key in it, 0-based
 * @param keyDigits of a key without scheme letter: 32 or 48
 * @param checkDigits of the check value behind the key; 0 when none comes
 * @param kind what the key is for; null when the first digit of DE53 says it, 1 PIN or 2 MAC
 * @param pinUsage usage of the link's PIN key block; null when it has no PIN key to be replaced
 * @param macUsage the same of its MAC key
 */
public record KeyExchangeConfig(
        HsmKey zoneKey,
        int element,
        int from,
        int keyDigits,
        int checkDigits,
        LinkKeyKind kind,
        String pinUsage,
        String macUsage) {
    /** Digits of a double TDEA key. */
    public static final int DOUBLE_KEY = 32;

    /** Digits of a triple one. */
    public static final int TRIPLE_KEY = 48;

    /** Checks the bounds. */
    public KeyExchangeConfig {
        check(from >= 0 && checkDigits >= 0, "a key and its check value stand somewhere");
        check(keyDigits == DOUBLE_KEY || keyDigits == TRIPLE_KEY, "single keys are too short");
    }

    /** Usage of a key that would be replaced; null when the link has none of that kind. */
    public String usage(LinkKeyKind wanted) {
        return wanted == LinkKeyKind.PIN ? pinUsage : macUsage;
    }
}
