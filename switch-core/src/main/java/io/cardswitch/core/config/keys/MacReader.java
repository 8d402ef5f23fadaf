package io.cardswitch.core.config.keys;

import io.cardswitch.core.edge.mac.MacAlgorithm;
import io.cardswitch.core.edge.mac.MacElement;
import io.cardswitch.core.edge.mac.MacFormat;
import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.yaml.YamlNode;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads {@code mac} of a link. */
final class MacReader {
    private static final List<String> LENGTHS =
            List.of(
                    Integer.toString(MacFormat.HALF_LENGTH),
                    Integer.toString(MacFormat.MAX_LENGTH));

    private MacReader() {}

    /**
     * The format of a section that is there.
     *
     * @param spec of the link: its DE64 and DE128 must have room
     */
    static MacFormat read(YamlNode node, MessageSpec spec) {
        final YamlNode named = node.get("algorithm");
        final MacAlgorithm algorithm = named.isPresent() ? algorithm(named) : MacAlgorithm.RETAIL;
        final YamlNode sized = node.get("length");
        final int length =
                sized.isPresent() && sized.choice(LENGTHS).equals(LENGTHS.getFirst())
                        ? MacFormat.HALF_LENGTH
                        : MacFormat.MAX_LENGTH;
        requirePlace(node, spec, MacElement.number(spec, true), length);
        requirePlace(node, spec, MacElement.number(spec, false), length);
        return new MacFormat(algorithm, length);
    }

    private static MacAlgorithm algorithm(YamlNode node) {
        final String name =
                node.choice(Arrays.stream(MacAlgorithm.values()).map(MacReader::name).toList());
        return Arrays.stream(MacAlgorithm.values())
                .filter(algorithm -> name(algorithm).equals(name))
                .findFirst()
                .orElse(MacAlgorithm.RETAIL);
    }

    private static String name(MacAlgorithm algorithm) {
        return algorithm.name().toLowerCase(Locale.ROOT);
    }

    private static void requirePlace(YamlNode node, MessageSpec spec, int de, int length) {
        final ElementSpec element = spec.element(de);
        if (element == null
                || element.content() != Content.B
                || !element.isFixed()
                || element.units() < length
                || element.units() > MacFormat.MAX_LENGTH) {
            final String there = element == null ? "absent" : element.notation();
            node.problem(
                    "no MAC fits " + spec + ": its DE" + de + " is " + there,
                    "use b " + length * Byte.SIZE);
        }
    }

    /** What its keys are for. */
    static KeyPurpose purpose(MacFormat format) {
        return switch (format.algorithm()) {
            case RETAIL -> KeyPurpose.RETAIL_MAC;
            case MAC1 -> KeyPurpose.CBC_MAC;
            case CMAC -> KeyPurpose.CMAC;
        };
    }
}
