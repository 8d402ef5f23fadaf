package io.cardswitch.acceptance;

import io.cardswitch.core.config.ConfigReader;
import io.cardswitch.core.config.SwitchConfig;
import io.cardswitch.iso8583.framing.Framing;
import io.cardswitch.iso8583.yaml.Problems;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A small configuration on free ports, with cards whose numbers and balances the tests know.
 *
 * @param directory holds the configuration
 * @param binaryPort iso87-binary over BIN2
 * @param asciiPort iso87-ascii over ASC4
 * @param adminPort admin HTTP
 */
record Site(Path directory, int binaryPort, int asciiPort, int adminPort) {
    private static final Set<Integer> TAKEN_PORTS = ConcurrentHashMap.newKeySet();

    static final int CARDS = 200;
    static final long OPENING_MINOR = 100_000_000_000L;

    /** Index of the card on the account that holds {@link #POOR_MINOR}. */
    static final int POOR = CARDS;

    static final long POOR_MINOR = 5_000;

    /** Writes the configuration into the directory. */
    static Site write(Path directory, String durability) {
        final List<Integer> ports = freePorts(3);
        final Site site = new Site(directory, ports.get(0), ports.get(1), ports.get(2));
        site.put(
                "switch.yaml",
                """
                name: acceptance
                environment: test
                data_directory: data
                durability: %s
                admin:
                  port: %d
                limits:
                  accounts: 1000
                  cards: 1000
                  holds: 10000
                  duplicate_window: 262144
                  in_flight: 4096
                  checkpoint_commands: 1000
                  malformed_in_row: 5
                  segment_mib: 16
                  free_mib: 1
                """
                        .formatted(durability, site.adminPort));
        site.put("links.yaml", "listeners:\n" + site.listeners());
        site.put("routing.yaml", "rules:\n  - bins: [47617390]\n    to: on-us\n");
        site.put(
                "products.yaml",
                """
                products:
                  - name: debit
                    id: 1
                    transactions: [purchase, cash, refund, balance]
                    channels: [pos, atm, ecommerce]
                """);
        site.put("institutions.yaml", "institutions: []\n");
        site.put("keys.yaml", "token_key: " + "0123456789ABCDEF".repeat(4) + "\n");
        site.putCards();
        return site;
    }

    /** Adds a listener for every framing, and returns their ports; text where it must be text. */
    Map<Framing, Integer> addFramings() {
        final List<Integer> ports = freePorts(Framing.values().length);
        final Map<Framing, Integer> portOf = new EnumMap<>(Framing.class);
        final StringBuilder all = new StringBuilder("listeners:\n").append(listeners());
        for (final Framing framing : Framing.values()) {
            final int port = ports.get(portOf.size());
            portOf.put(framing, port);
            all.append(listener("l" + port, port, port, framing.name(), dialect(framing)));
        }
        put("links.yaml", all.toString());
        return portOf;
    }

    /** Dialect of the listener that {@link #addFramings} adds. */
    static String dialect(Framing framing) {
        return framing.needsText() ? "iso87-ascii" : "iso87-binary";
    }

    /** The configuration as the switch reads it. */
    SwitchConfig read() {
        final Problems problems = new Problems();
        return ConfigReader.read(directory, Map.of(), problems)
                .orElseThrow(() -> new AssertionError(problems.lines()));
    }

    /** Number of the card, valid by Luhn. */
    static String cardNumber(int index) {
        final String body = "47617390" + digits(index, 7);
        return body + luhnDigit(body);
    }

    /** Account of the card. */
    static String account(int index) {
        return "A" + index;
    }

    /** The number with leading zeros. */
    static String digits(long value, int length) {
        final String text = Long.toString(value);
        return "0".repeat(length - text.length()) + text;
    }

    private String listeners() {
        return listener("binary", 1, binaryPort, "BIN2", "iso87-binary")
                + listener("ascii", 2, asciiPort, "ASC4", "iso87-ascii");
    }

    private static String listener(String name, int id, int port, String framing, String spec) {
        return """
          - name: %s
            id: %d
            role: acquirer
            host: 127.0.0.1
            port: %d
            framing: %s
            spec: %s
        """
                .formatted(name, id, port, framing, spec)
                .indent(2);
    }

    private void putCards() {
        final StringBuilder accounts =
                new StringBuilder("account,currency,type,ledger_minor,credit_limit_minor,status\n");
        final StringBuilder cards =
                new StringBuilder(
                        "pan,expiry,sequence,product,account,status,service_code,pvki,pvv\n");
        for (int i = 0; i <= POOR; i++) {
            final long ledgerMinor = i == POOR ? POOR_MINOR : OPENING_MINOR;
            accounts.append(account(i)).append(",840,debit,").append(ledgerMinor);
            accounts.append(",0,active\n");
            cards.append(cardNumber(i)).append(",4912,1,debit,").append(account(i));
            cards.append(",active,201,1,1234\n");
        }
        put("accounts.csv", accounts.toString());
        put("cards.csv", cards.toString());
    }

    /** Writes a file of the configuration, in a folder where its name says so. */
    void put(String name, String text) {
        try {
            final Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int luhnDigit(String body) {
        int sum = 0;
        for (int i = 0; i < body.length(); i++) {
            final int digit = body.charAt(body.length() - 1 - i) - '0';
            final int weighted = i % 2 == 0 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return (10 - sum % 10) % 10;
    }

    /** Ports that nothing listens on and no site of this run has. */
    private static List<Integer> freePorts(int count) {
        final List<ServerSocket> sockets = new ArrayList<>();
        try {
            final List<Integer> ports = new ArrayList<>();
            while (ports.size() < count) {
                final ServerSocket socket = new ServerSocket(0);
                sockets.add(socket);
                if (TAKEN_PORTS.add(socket.getLocalPort())) ports.add(socket.getLocalPort());
            }
            for (final ServerSocket socket : sockets) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
