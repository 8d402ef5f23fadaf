package io.cardswitch.core.config.keys;

import io.cardswitch.hsm.HsmKey;
import io.cardswitch.iso8583.yaml.YamlNode;

import java.util.Map;
import java.util.TreeMap;

/**
 * The {@code keys} of keys.yaml: key blocks under the LMK by name. What is in them only the HSM can
 * know; their headers say what they are for.
 */
public final class KeyRing {
    private static final char BLOCK = 'S';
    private static final int USAGE = 6; // S, version, four digits of length.
    private static final int USAGE_LENGTH = 2;
    private static final int HEADER_LENGTH = 17;

    private final Map<String, HsmKey> keys = new TreeMap<>();
    private final boolean isKnown;

    private KeyRing(boolean isKnown) {
        this.isKnown = isKnown;
    }

    /** Reads the entries; what is no key block is a problem at its line. */
    public static KeyRing read(YamlNode root) {
        final KeyRing ring = new KeyRing(root.isPresent());
        final YamlNode entries = root.get("keys");
        if (entries.isPresent()) {
            for (final String name : entries.keys()) {
                ring.add(name, entries.get(name));
            }
        }
        return ring;
    }

    private void add(String name, YamlNode node) {
        HsmKey key = null;
        try {
            key = HsmKey.parse(node.text());
        } catch (final IllegalArgumentException e) {
            // The same problem as a key in another form.
        }
        final boolean isBlock =
                key != null && key.length() > HEADER_LENGTH && character(key, 0) == BLOCK;
        if (!isBlock) {
            node.problem(
                    "key " + name + " is no key block under the LMK",
                    "write S and the block, as the HSM gives it when it makes or imports a key");
            return;
        }
        keys.put(name, key);
    }

    /** Whether keys.yaml could be read. */
    boolean isKnown() {
        return isKnown;
    }

    /**
     * The key that a node names; null when there is no node, or it names no key of that purpose,
     * which is a problem at its line.
     */
    HsmKey find(YamlNode node, KeyPurpose purpose) {
        if (!node.isPresent() || !isKnown) {
            return null; // Of a file that cannot be read is told once.
        }
        final HsmKey key = keys.get(node.text());
        if (key == null) {
            node.problem(
                    "key " + node.text() + " is not in keys.yaml",
                    keys.isEmpty()
                            ? "add it there under keys"
                            : "use one of " + String.join(", ", keys.keySet()));
            return null;
        }
        if (!purpose.usages().contains(usage(key))) {
            node.problem(
                    "key " + node.text() + " has usage " + usage(key),
                    "a key that "
                            + purpose.words()
                            + " has one of "
                            + String.join(", ", purpose.usages()));
            return null;
        }
        return key;
    }

    /** Usage of a key block, two characters. */
    static String usage(HsmKey key) {
        return key.characters().getStringWithoutLengthAscii(USAGE, USAGE_LENGTH);
    }

    private static char character(HsmKey key, int index) {
        return (char) key.characters().getByte(index);
    }
}
