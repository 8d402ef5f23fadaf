package io.cardswitch.core.config.keys;

import io.cardswitch.core.domain.CardCheck;
import io.cardswitch.core.edge.issuer.IssuerKeys;
import io.cardswitch.core.edge.issuer.PinFormatTable;
import io.cardswitch.core.edge.mac.MacFormat;
import io.cardswitch.core.edge.security.KeyExchangeConfig;
import io.cardswitch.core.edge.security.LinkKeys;
import io.cardswitch.core.edge.security.ProductKeys;
import io.cardswitch.core.edge.security.SecurityConfig;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.PinBlockFormat;
import io.cardswitch.hsm.command.IbmMethod;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.yaml.YamlNode;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the key names of links and products. */
public final class SecurityReader {
    private static final Map<String, PinBlockFormat> FORMATS =
            new TreeMap<>(
                    Map.of(
                            "iso-0", PinBlockFormat.ISO_0,
                            "iso-1", PinBlockFormat.ISO_1,
                            "iso-3", PinBlockFormat.ISO_3)); // DE52 has no room for format 4.
    private static final Map<String, PinBlockFormat> ISSUER_FORMATS = new TreeMap<>(FORMATS);

    static {
        ISSUER_FORMATS.put("iso-4", PinBlockFormat.ISO_4);
    }

    private static final String TERMINAL_PIN_USAGE = "71";
    private static final Pattern TABLE = Pattern.compile("[0-9]{16}|L[0-9A-F]{32}");
    private static final Pattern VALIDATION = Pattern.compile("[0-9]{0,11}N[0-9F]{0,11}");
    private static final int VALIDATION_LENGTH = 12;
    private static final int OFFSET_DIGITS = 4; // As many as the column pvv has.

    private final KeyRing ring;
    private final Optional<HsmConfig> hsm;
    private final boolean isNodeKnown;
    private final Map<Integer, LinkKeys> links = new HashMap<>();
    private final Map<Integer, ProductKeys> products = new HashMap<>();
    private final Map<Integer, IssuerKeys> issuers = new HashMap<>();

    /**
     * Names are looked up in {@code ring}; without an HSM none may be used.
     *
     * @param isNodeKnown whether switch.yaml could be read
     */
    public SecurityReader(KeyRing ring, Optional<HsmConfig> hsm, boolean isNodeKnown) {
        this.isNodeKnown = isNodeKnown;
        this.ring = ring;
        this.hsm = hsm;
    }

    /**
     * Reads the keys of a link of links.yaml.
     *
     * @param spec dialect of the link
     */
    public void readLink(YamlNode node, int linkId, MessageSpec spec) {
        final HsmKey pin = find(node, "pin_key", KeyPurpose.PIN);
        final List<String> formats = List.copyOf(FORMATS.keySet());
        final YamlNode format = node.get("pin_block");
        final YamlNode mac = node.get("mac");
        final MacFormat macFormat = mac.isMap() ? MacReader.read(mac, spec) : null;
        final HsmKey macKey = macKey(mac, macFormat);
        final LinkKeys keys =
                new LinkKeys(
                        pin,
                        pin != null && KeyRing.usage(pin).equals(TERMINAL_PIN_USAGE),
                        format.isPresent()
                                ? FORMATS.get(format.choice(formats))
                                : PinBlockFormat.ISO_0,
                        macKey,
                        macFormat,
                        exchange(node.get("key_exchange"), pin, macKey, spec));
        if (!keys.equals(LinkKeys.NONE)) {
            links.put(linkId, keys);
        }
    }

    private HsmKey macKey(YamlNode mac, MacFormat format) {
        if (!mac.isPresent()) {
            return null;
        }
        requireHsm(mac, "mac");
        final YamlNode named = mac.require("key");
        final HsmKey key = format == null ? null : ring.find(named, MacReader.purpose(format));
        if (format != null) {
            mac.rejectUnknownKeys();
        }
        return key;
    }

    private KeyExchangeConfig exchange(YamlNode node, HsmKey pin, HsmKey mac, MessageSpec spec) {
        return node.isPresent()
                ? new KeyExchangeReader(node, spec)
                        .read(find(node, "key", KeyPurpose.EXCHANGE), pin, mac)
                : null;
    }

    /**
     * Reads the PIN key of an issuer of institutions.yaml. Its format must be one that the blocks
     * of every link may be translated to: links are read before.
     *
     * @param number of the issuer
     * @return whether it has one
     */
    public boolean readIssuer(YamlNode node, String name, int number) {
        final HsmKey pin = find(node, "pin_key", KeyPurpose.ISSUER_PIN);
        final YamlNode named = node.get("pin_block");
        final PinBlockFormat format =
                named.isPresent()
                        ? ISSUER_FORMATS.get(named.choice(ISSUER_FORMATS.keySet()))
                        : PinBlockFormat.ISO_0;
        for (final LinkKeys link : links.values()) {
            if (link.pinKey() != null && !PinFormatTable.isAllowed(link.format(), format)) {
                named.problem(
                        "PIN blocks of a link may not be translated to this format",
                        "take one that holds the card number: iso-0, iso-3 or iso-4");
                break;
            }
        }
        if (pin != null) {
            issuers.put(number, new IssuerKeys(name, pin, format));
        }
        return pin != null;
    }

    /** Reads the keys of a product of products.yaml. */
    public void readProduct(YamlNode node, int productId) {
        final YamlNode offset = node.get("pin_offset");
        final HsmKey pvk =
                find(node, "pvk", offset.isPresent() ? KeyPurpose.OFFSET : KeyPurpose.PVV);
        final ProductKeys keys =
                new ProductKeys(
                        offset.isPresent() ? null : pvk,
                        offset.isPresent() ? offset(offset, pvk) : null,
                        find(node, "cvk", KeyPurpose.CARD_VALUE),
                        (int) node.number("cvv_position", 0, 13, ProductKeys.USUAL_POSITION),
                        find(node, "imk", KeyPurpose.CRYPTOGRAM));
        if (!keys.equals(ProductKeys.NONE)) {
            products.put(productId, keys);
        }
    }

    /** Reads the checks of a product, whose keys were read before: bit set of CardCheck codes. */
    public int readChecks(YamlNode node, int productId) {
        final YamlNode list = node.get("checks");
        if (!list.isPresent()) {
            return 0;
        }
        final ProductKeys keys = products.getOrDefault(productId, ProductKeys.NONE);
        int checks = 0;
        for (final YamlNode item : list.items()) {
            final CardCheck check = checkOf(item);
            checks |= check.bit();
            if (ring.isKnown()) requireKey(item, check, keys);
        }
        if (!CardCheck.isSet(checks)) {
            list.problem(
                    "these checks do not go together",
                    "name pin_pvv or pin_offset, not both, and one of them with pin_at_atm");
            return 0;
        }
        return checks;
    }

    private static CardCheck checkOf(YamlNode item) {
        final String name = item.choice(ofProducts().map(SecurityReader::name).toList());
        return ofProducts()
                .filter(check -> name(check).equals(name))
                .findFirst()
                .orElse(CardCheck.CVV);
    }

    private static Stream<CardCheck> ofProducts() {
        return Arrays.stream(CardCheck.values()).filter(check -> check.bit() < CardCheck.SET_LIMIT);
    }

    private static String name(CardCheck check) {
        return check.name().toLowerCase(Locale.ROOT);
    }

    private static void requireKey(YamlNode item, CardCheck check, ProductKeys keys) {
        final String missing =
                switch (check) {
                    case PIN_PVV -> keys.pvk() == null ? "pvk" : null;
                    case PIN_OFFSET -> keys.offset() == null ? "pin_offset and pvk" : null;
                    case CVV, CVV2 -> keys.cvk() == null ? "cvk" : null;
                    case ARQC -> keys.imk() == null ? "imk" : null;
                    case PIN_AT_ATM, PIN_TRANSLATION -> null;
                };
        if (missing != null) {
            item.problem(
                    "check " + name(check) + " has no key", "name one of keys.yaml as " + missing);
        }
    }

    private HsmKey find(YamlNode node, String name, KeyPurpose purpose) {
        final YamlNode named = node.get(name);
        requireHsm(named, name);
        return ring.find(named, purpose);
    }

    private void requireHsm(YamlNode node, String name) {
        if (node.isPresent() && hsm.isEmpty() && isNodeKnown) {
            node.problem(
                    name + " needs an HSM, and switch.yaml names none",
                    "add a section hsm with endpoints there, or remove this line");
        }
    }

    private static IbmMethod offset(YamlNode node, HsmKey pvk) {
        final String table = node.text("decimalisation", "0123456789012345");
        if (!TABLE.matcher(table).matches()) {
            node.get("decimalisation")
                    .problem(
                            "decimalisation is no table",
                            "write 16 digits, or L and 32 hex digits when it is encrypted");
        }
        final String validation = node.text("validation");
        if (node.has("validation")
                && (validation.length() != VALIDATION_LENGTH
                        || !VALIDATION.matcher(validation).matches())) {
            node.get("validation")
                    .problem(
                            "validation " + validation + " is no template",
                            "write 12 characters: digits, F, and an N where the last five digits"
                                    + " of the account go");
        }
        node.rejectUnknownKeys();
        return new IbmMethod(pvk, OFFSET_DIGITS, table, validation);
    }

    /** What was read, for the edge; empty without an HSM. */
    public Optional<SecurityConfig> security() {
        return hsm.map(settings ->
                new SecurityConfig(
                        links, products, issuers, settings.timeoutMs(), settings.pending()));
    }
}
