package io.cardswitch.core.config;

import io.cardswitch.core.config.dialect.SiteDialects;
import io.cardswitch.core.config.keys.SecurityReader;
import io.cardswitch.core.edge.EdgeConfig;
import io.cardswitch.core.edge.LinkConfig;
import io.cardswitch.core.pipeline.PipelineLayout;
import io.cardswitch.core.transport.ListenerConfig;
import io.cardswitch.core.transport.TransportConfig;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Encoding;
import io.cardswitch.iso8583.MessageStart;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.Framing;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.framing.MessageHeader;
import io.cardswitch.iso8583.yaml.Problems;
import io.cardswitch.iso8583.yaml.YamlNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads links.yaml and the dialects it names. */
final class LinksReader {
    private static final int MAX_ID = 65_535;
    private static final Set<Header> TEXT_HEADERS = Set.of(Header.NONE, Header.BASE24);

    private final Path directory;
    private final LimitsConfig limits;
    private final SecurityReader security;
    private final Problems problems;
    private SiteDialects dialects;
    private final Map<String, YamlNode> taken = new TreeMap<>();
    private final List<LinkConfig> links = new ArrayList<>();
    private final List<ListenerConfig> listeners = new ArrayList<>();

    LinksReader(Path directory, LimitsConfig limits, SecurityReader security, Problems problems) {
        this.directory = directory;
        this.limits = limits;
        this.security = security;
        this.problems = problems;
    }

    void read(YamlNode root, int adminPort) {
        dialects = new SiteDialects(directory, problems);
        take("port " + adminPort, adminPort != 0, root);
        for (final YamlNode item : root.items("listeners")) {
            readListener(item);
        }
        if (root.get("listeners").isList() && listeners.isEmpty()) {
            root.get("listeners").problem("no listener", "add one");
        }
        root.rejectUnknownKeys();
    }

    /** What was read, for each event loop; only when there was no problem. */
    EdgeConfig edge() {
        return new EdgeConfig(
                links,
                limits.inFlight(),
                limits.inFlightReserved(),
                limits.frameBytes(),
                limits.cardCache(),
                security.security());
    }

    /** What was read, for the sockets. */
    TransportConfig transport(PipelineLayout layout) {
        return new TransportConfig(
                eventLoops(layout), limits.inFlight(), limits.userTimeoutMs(), listeners);
    }

    /** Staged keeps three cores for the stages and the others for sockets and their clients. */
    static int eventLoops(PipelineLayout layout) {
        final int cores = Runtime.getRuntime().availableProcessors();
        return layout == PipelineLayout.COMPACT ? 1 : Math.max(1, (cores - 3) / 2);
    }

    private void readListener(YamlNode item) {
        final int port = (int) item.number("port", 0, 65_535);
        final int id = (int) item.number("id", 1, MAX_ID);
        final String name = item.text("name");
        item.choice("role", List.of("acquirer"));
        take("port " + port, port != 0, item.get("port"));
        take("id " + id, true, item.get("id"));
        take("name " + name, true, item.get("name"));
        final MessageSpec spec = dialects.spec(item.require("spec"));
        final Framing framing = framingOf(item.get("framing"));
        if (framing.needsText() && !isText(spec)) {
            item.get("framing")
                    .problem(
                            framing + " cannot carry " + spec + ": its bytes may be 03",
                            "use a framing with a length, such as " + Framing.BIN2_ETX);
        }
        security.readLink(item, id, spec);
        links.add(
                new LinkConfig(
                        id,
                        name,
                        spec,
                        headerOf(item.get("header"), framing, spec),
                        item.flag("answers_malformed", true),
                        limits.malformedInRow(),
                        item.flag("echoes_private_use", true),
                        dialects.rules(item.get("validate"), spec)));
        listeners.add(
                new ListenerConfig(
                        name,
                        id,
                        item.text("host"),
                        port,
                        framing,
                        limits.frameBytes(),
                        limits.connections(),
                        limits.connectionsPerAddress(),
                        limits.frameMs(),
                        limits.idleMs(),
                        limits.pendingBytes(),
                        TlsReader.read(item.get("tls"), directory, limits.frameMs())));
        item.rejectUnknownKeys();
    }

    private static Framing framingOf(YamlNode node) {
        return node.isPresent()
                ? Framing.valueOf(
                        node.choice(Arrays.stream(Framing.values()).map(Framing::name).toList()))
                : Framing.BIN2;
    }

    /** Of the link, else of its framing, else of its dialect. */
    private static MessageHeader headerOf(YamlNode node, Framing framing, MessageSpec spec) {
        final MessageHeader implied =
                framing.header() == Header.NONE ? spec.header() : framing.header();
        final MessageHeader header =
                node.isPresent()
                        ? Header.valueOf(
                                node.choice(
                                        Arrays.stream(Header.values()).map(Header::name).toList()))
                        : implied;
        if (framing.header() != Header.NONE && framing.header() != header) {
            node.problem(
                    "framing " + framing + " has the header " + framing.header(),
                    "remove this line, or name a framing without a header");
        }
        if (framing.needsText() && !TEXT_HEADERS.contains(header)) {
            node.problem(
                    framing + " cannot carry the header " + header + ": its bytes may be 03",
                    "use a framing with a length, such as " + Framing.BIN2_ETX);
        }
        return header;
    }

    /** Whether no value of the dialect may hold a byte that is no printable character. */
    private static boolean isText(MessageSpec spec) {
        final MessageStart start = spec.start();
        boolean isText =
                isText(start.mti()) && isText(start.bitmap()) && isText(start.nextBitmap());
        for (int de = 2; de <= MessageSpec.LAST_ELEMENT; de++) {
            final ElementSpec element = spec.element(de);
            isText &=
                    element == null
                            || isText(element.encoding())
                                    && (element.isFixed() || isText(element.lengthEncoding()));
        }
        return isText;
    }

    private static boolean isText(Encoding encoding) {
        return encoding != Encoding.BINARY && encoding != Encoding.BCD;
    }

    /** Records a problem when another node of the file has the same. */
    private void take(String what, boolean isExclusive, YamlNode node) {
        if (isExclusive && node.isPresent()) {
            final YamlNode other = taken.putIfAbsent(what, node);
            if (other != null) {
                final boolean isPort = what.startsWith("port");
                node.problem(
                        what + " is taken already",
                        isPort
                                ? "see line " + other.line() + ", or the admin port of switch.yaml"
                                : "see line " + other.line());
            }
        }
    }
}
