package io.cardswitch.core.config.keys;

import io.cardswitch.core.domain.LinkKeyKind;
import io.cardswitch.core.edge.security.KeyExchangeConfig;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.yaml.YamlNode;

import java.util.List;
import java.util.Map;

/** Reads {@code key_exchange} of a link: where its messages bring new keys. */
final class KeyExchangeReader {
    private static final int USUAL_ELEMENT = 48;
    private static final int KIND_ELEMENT = 53;
    private static final int LAST_START = 999;
    private static final String BY_ELEMENT = "de53";
    private static final Map<String, LinkKeyKind> KINDS =
            Map.of("pin", LinkKeyKind.PIN, "mac", LinkKeyKind.MAC);
    private static final List<String> KIND_NAMES = List.of("pin", "mac", BY_ELEMENT);
    private static final List<String> KEY_DIGITS = List.of("32", "48");
    private static final List<String> CHECK_DIGITS = List.of("6", "0", "4", "16");

    private final YamlNode node;
    private final MessageSpec spec;

    KeyExchangeReader(YamlNode node, MessageSpec spec) {
        this.node = node;
        this.spec = spec;
    }

    /**
     * The rule that the node states.
     *
     * @param zoneKey that it names; null when there is none, which was told
     * @param pin the link's PIN key, null without
     * @param mac its MAC key, null without
     * @return null when there was a problem
     */
    KeyExchangeConfig read(HsmKey zoneKey, HsmKey pin, HsmKey mac) {
        node.require("key");
        final int element =
                (int) node.number("element", 2, MessageSpec.LAST_ELEMENT, USUAL_ELEMENT);
        final int from = (int) node.number("from", 1, LAST_START, 1) - 1;
        final int keyDigits = choice("digits", KEY_DIGITS);
        final int checkDigits = choice("check_digits", CHECK_DIGITS);
        final String kind = node.choice("keys", KIND_NAMES);
        requireKeys(kind, pin, mac);
        requireRoom(element, from + keyDigits + checkDigits);
        if (kind.equals(BY_ELEMENT)) {
            requireRoom(KIND_ELEMENT, 1);
        }
        node.rejectUnknownKeys();
        return zoneKey == null
                ? null
                : new KeyExchangeConfig(
                        zoneKey,
                        element,
                        from,
                        keyDigits,
                        checkDigits,
                        KINDS.get(kind),
                        pin == null ? null : KeyRing.usage(pin),
                        mac == null ? null : KeyRing.usage(mac));
    }

    private int choice(String key, List<String> allowed) {
        final YamlNode value = node.get(key);
        return Integer.parseInt(value.isPresent() ? value.choice(allowed) : allowed.getFirst());
    }

    /** Keys are replaced, never added: what they are for stands in the configuration. */
    private void requireKeys(String kind, HsmKey pin, HsmKey mac) {
        final boolean isMissing =
                switch (kind) {
                    case "pin" -> pin == null;
                    case "mac" -> mac == null;
                    default -> pin == null && mac == null;
                };
        if (isMissing) {
            node.problem(
                    "the link has no key that it could exchange",
                    "name its first one: pin_key, or the key of mac");
        }
    }

    private void requireRoom(int element, int characters) {
        final ElementSpec place = spec.element(element);
        final int room =
                place == null
                        ? 0
                        : place.content() == Content.B ? 2 * place.units() : place.units();
        if (room < characters) {
            node.problem(
                    "element "
                            + element
                            + (place == null
                                    ? " is not in the dialect " + spec
                                    : " has room for "
                                            + room
                                            + " of "
                                            + characters
                                            + " characters"),
                    "name another element, or state it in a dialect of your own");
        }
    }
}
