package io.cardswitch.core.config;

import io.cardswitch.iso8583.yaml.Problems;
import io.cardswitch.iso8583.yaml.YamlReader;

/** The limits of a switch.yaml that names none. */
final class LimitsFixture {
    static final LimitsConfig DEFAULTS =
            NodeReader.read(
                            YamlReader.parse(
                                    "switch.yaml",
                                    "name: test\nenvironment: test\ndata_directory: d\n"
                                            + "durability: disk\nadmin: {port: 0}\n",
                                    new Problems()))
                    .limits();

    private LimitsFixture() {}
}
