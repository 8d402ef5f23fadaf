package io.cardswitch.core.config;

import io.cardswitch.iso8583.yaml.Problems;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A configuration with an HSM and some keys, for one listener and three products. */
final class KeySite {
    private static final Path DEMO = Path.of("..", "config", "demo");
    static final String HSM =
            """
            hsm:
              timeout_ms: 900
              endpoints:
                - name: left
                  host: 127.0.0.1
                - name: right
                  host: 127.0.0.1
                  port: 1501
                  connections: 4
            """;
    static final String BLOCK_OF_IMK =
            "S00072E0TN00E0000D3BDA43084402383CEE14201CBE178B211ECC0728FAE1B1BDC2B3ABE";

    final Path folder;

    KeySite(Path folder) throws IOException {
        this.folder = folder;
        for (final String name :
                List.of("routing.yaml", "institutions.yaml", "accounts.csv", "cards.csv")) {
            Files.copy(DEMO.resolve(name), folder.resolve(name));
        }
        Files.writeString(folder.resolve("keys.yaml"), keys());
        write("switch.yaml", HSM);
        write("links.yaml", "");
        write("products.yaml", "");
    }

    static String keys() {
        return "token_key: "
                + "00".repeat(32)
                + "\n"
                + "keys:\n"
                + "  a-pvk:"
                + " S00072V2TN00E000069D763BFC54B5CA26B78F5C0443D3A3233CA150AD82C2E3405DEE596\n"
                + "  a-imk: "
                + BLOCK_OF_IMK
                + "\n"
                + "  a-tpk:"
                + " S0007271TN00E00005ACEC117CBE3C2FC70C8EE1BA66C63C1AF59E3971BB818C0DD848C37\n"
                + "  a-tak:"
                + " S00072M3TN00E0000FAE969184135D5F03FFAD5CF41B67CB4BF8096D575F388BB4909745E\n"
                + "  a-zpk:"
                + " S0007272TN00E0000AE121A3FA4FA5639104018658465ABA28614531F2130EE513D3F37D7\n"
                + "  a-zmk:"
                + " S00072K0TN00E0000027545474C9BD672B8C8E4CA31648CBE1AA172C20C260932DAC7A639\n"
                + "  o-pvk:"
                + " S00072V1TN00E00004643727844671245C01EF7351FA526AD195BB2F1E44E08C766C233F7\n";
    }

    /** One listener or three products without keys, and what the test adds to the first. */
    void write(String name, String more) throws IOException {
        final String text =
                switch (name) {
                    case "switch.yaml" ->
                            """
                            name: test
                            environment: test
                            data_directory: data
                            durability: none
                            admin: {port: 0}
                            """;
                    case "links.yaml" ->
                            """
                            listeners:
                              - name: pos
                                id: 7
                                role: acquirer
                                host: 127.0.0.1
                                port: 0
                                spec: iso87-binary
                            """;
                    default ->
                            """
                            products:
                              - {name: credit, id: 2, transactions: [cash], channels: [pos]}
                              - {name: prepaid, id: 3, transactions: [cash], channels: [pos]}
                              - name: debit
                                id: 1
                                transactions: [purchase]
                                channels: [pos]
                            """;
                };
        Files.writeString(folder.resolve(name), text + more);
    }

    SwitchConfig read() {
        final Problems problems = new Problems();
        return ConfigReader.read(folder, Map.of(), problems)
                .orElseThrow(() -> new AssertionError(problems.lines().toString()));
    }

    List<String> problems() {
        final Problems problems = new Problems();
        ConfigReader.read(folder, Map.of(), problems);
        return problems.lines().stream().map(line -> line.replace(folder + "/", "")).toList();
    }
}
