package io.cardswitch.benchmarks.peer;

import io.cardswitch.core.config.TestCards;
import io.cardswitch.core.journal.Durability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A configuration directory for a switch under load: one port, cards that are always good. */
final class SwitchSite {
    static final long SEED = 8583;
    private static final String SWITCH =
            """
            name: benchmark
            environment: test
            data_directory: data
            durability: DURABILITY
            admin: {port: 0}
            limits:
              accounts: 200000
              cards: 200000
              segment_mib: 256
            """;
    private static final String LINKS =
            """
            listeners:
              - {name: load, id: 1, role: acquirer, host: 127.0.0.1, port: PORT,
                 framing: BIN2, spec: iso87-binary}
            """;
    private static final String PRODUCTS =
            """
            products:
              - {name: debit, id: 1, transactions: [purchase], channels: [pos, ecommerce],
                 maximum_minor: 500000, hold_hours: 168}
              - {name: credit, id: 2, transactions: [purchase], channels: [pos, ecommerce],
                 maximum_minor: 500000, hold_hours: 168}
              - {name: prepaid, id: 3, transactions: [purchase], channels: [pos, ecommerce],
                 maximum_minor: 500000, hold_hours: 168}
            """;
    private static final String ROUTING =
            """
            rules:
              - {bins: [47617390, 54133300, 22230000], to: on-us}
            """;
    private static final String INSTITUTIONS =
            """
            institutions:
              - {name: Load, id: 100001, role: acquirer, settlement_currency: 840,
                 cutover: "23:00"}
            """;

    private SwitchSite() {}

    /** Writes the directory. */
    static void write(Path directory, int port, Durability durability, int cards)
            throws IOException {
        Files.createDirectories(directory);
        write(directory, "switch.yaml", SWITCH.replace("DURABILITY", durability.label()));
        write(directory, "links.yaml", LINKS.replace("PORT", Integer.toString(port)));
        write(directory, "products.yaml", PRODUCTS);
        write(directory, "routing.yaml", ROUTING);
        write(directory, "institutions.yaml", INSTITUTIONS);
        write(directory, "keys.yaml", "token_key: " + "5A".repeat(32) + "\n");
        TestCards.write(directory, SEED, cards, true);
    }

    private static void write(Path directory, String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
