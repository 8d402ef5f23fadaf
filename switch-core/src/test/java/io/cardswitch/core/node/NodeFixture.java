package io.cardswitch.core.node;

import io.cardswitch.core.config.ConfigReader;
import io.cardswitch.core.config.SwitchConfig;
import io.cardswitch.iso8583.yaml.Problems;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A copy of the demo configuration on free ports, and nodes that run on it. */
public final class NodeFixture {
    private static final Path DEMO = Path.of("..", "config", "demo");

    private static final long PATIENCE_NS = 20_000_000_000L;

    private final Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Exit code of a node that ended itself, -1 as long as it did not. */
    final AtomicInteger death = new AtomicInteger(-1);

    /** Copies the demo into {@code folder}. */
    public NodeFixture(Path folder) throws IOException {
        this.folder = folder;
        try (Stream<Path> files = Files.walk(DEMO)) {
            files.forEach(this::copy);
        }
        replace("switch.yaml", "port: 9583", "port: 0");
        replace("switch.yaml", "limits:", "limits:\n  segment_mib: 1\n  free_mib: 1");
        for (final String port : List.of("8583", "8584", "8443", "8585")) {
            replace("links.yaml", "port: " + port, "port: 0");
        }
        forgetHsm();
    }

    /** What the demo's HSM is for is tested with an HSM: see {@link #useHsm}. */
    private void forgetHsm() throws IOException {
        edit("switch.yaml", "(?s)\nhsm:.*", "\n");
        edit("links.yaml", " +(pin_key|mac):.*\n", "");
        edit("products.yaml", " +(pvk|cvk|imk|checks|pin_tries):.*\n", "");
    }

    /** Takes the HSM of the demo back, on this port. */
    public void useHsm(int port) throws IOException {
        for (final String file : List.of("links.yaml", "products.yaml")) {
            Files.copy(
                    DEMO.resolve(file),
                    config().resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        edit("links.yaml", "port: 8[0-9]+", "port: 0");
        final String whole = Files.readString(DEMO.resolve("switch.yaml"));
        final String section = whole.substring(whole.indexOf("\nhsm:"));
        replace("switch.yaml", "limits:", section.strip() + "\nlimits:");
        edit("switch.yaml", "port: 1500", "port: " + port);
    }

    private void edit(String file, String pattern, String replacement) throws IOException {
        final Path path = config().resolve(file);
        Files.writeString(path, Files.readString(path).replaceAll(pattern, replacement));
    }

    private void copy(Path file) {
        try {
            final Path target = config().resolve(DEMO.relativize(file).toString());
            if (Files.isDirectory(file)) {
                Files.createDirectories(target);
            } else {
                Files.copy(file, target);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The configuration directory. */
    public Path config() {
        return folder.resolve("config");
    }

    /** The data directory. */
    public Path data() {
        return folder.resolve("data");
    }

    /** Changes the first place that holds the text. */
    public void replace(String file, String text, String replacement) throws IOException {
        final Path path = config().resolve(file);
        final String content = Files.readString(path);
        final int at = content.indexOf(text);
        if (at < 0) {
            throw new IllegalArgumentException(file + " has no " + text);
        }
        Files.writeString(
                path,
                content.substring(0, at) + replacement + content.substring(at + text.length()));
    }

    /** The configuration on this data directory. */
    SwitchConfig read() {
        final Problems problems = new Problems();
        return ConfigReader.read(config(), Map.of(), problems)
                .orElseThrow(() -> new AssertionError(String.join("\n", problems.lines())))
                .withDataDirectory(data());
    }

    /** Starts a node. */
    public SwitchNode start() {
        return SwitchNode.start(read(), ports());
    }

    NodePorts ports() {
        return new NodePorts(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                death::set);
    }

    /** What {@code /metrics} says, once it says this, too; nobody counts before the answer left. */
    static String metrics(SwitchNode node, String awaited) throws IOException {
        final URI page = URI.create("http://127.0.0.1:" + node.adminPort() + "/metrics");
        final long start = System.nanoTime();
        while (true) {
            try (var in = page.toURL().openStream()) {
                final String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                if (text.contains(awaited)) return text;
                if (System.nanoTime() - start > PATIENCE_NS) {
                    throw new AssertionError(awaited + " is not in " + text);
                }
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
