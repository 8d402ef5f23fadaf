package io.cardswitch.acceptance.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.acceptance.SwitchProcess;
import io.cardswitch.core.node.NodeFixture;
import io.cardswitch.hsm.simulator.Faults;
import io.cardswitch.hsm.simulator.SoftwareHsm;
import io.cardswitch.hsm.simulator.SoftwareHsmConfig;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A switch that has answered keeps nothing of what must never be kept: in its heap, in its other
 * memory, in its files, in what it prints. The cards are checked by an HSM in another process.
 */
final class MemoryIT {
    private static final long PATIENCE_NS = 60_000_000_000L;
    private static final int TIMEOUT_MS = 20_000;
    private static final String PLANTED = "planted-8D1F77C0";
    private static final List<String> FLAGS = List.of("-Xmx64m", "-Dplanted=" + PLANTED);

    /**
     * Also what no collection has taken yet: nothing of a message may be in a thrown-away object.
     */
    private static final String ALL_OBJECTS = "-all=true";

    /** The platform's TLS makes copies of what it decrypts, which are gone with a collection. */
    private static final String LIVE_OBJECTS = "-all=false";

    private static final Pattern ADDRESS = Pattern.compile("0x([0-9a-f]{16})");

    /** Sizes that can be searched in a moment; one card number is remembered beside its token. */
    private static final Map<String, String> SMALL =
            Map.of(
                    "duplicate_window: 1048576", "duplicate_window: 16384",
                    "ring_slots: 8192", "ring_slots: 64",
                    "in_flight: 16384", "in_flight: 64",
                    "holds: 100000", "holds: 1000");

    @TempDir private Path folder;
    private int stan = 1;
    private ChipCard card;
    private ByteSearch secrets;
    private SwitchProcess process;

    @Test
    void shouldKeepNothingOfWhatWasAnswered() throws Exception {
        final NodeFixture fixture = new NodeFixture(folder);
        try (SoftwareHsm hsm = SoftwareHsm.start(SoftwareHsmConfig.onLoopback(0))) {
            fixture.useHsm(hsm.port());
            for (final var size : SMALL.entrySet()) {
                fixture.replace("switch.yaml", size.getKey(), size.getValue());
            }
            card = ChipCard.of(fixture.config());
            secrets = card.secrets();
            process = SwitchProcess.start(fixture.config(), fixture.data(), FLAGS);
            try (SwitchProcess running = process) {
                useBinary(hsm);
                useText();
                assertEquals(
                        new TreeSet<>(), awaitInHeap(secrets, ALL_OBJECTS, SortedSet::isEmpty));
                assertEquals(
                        new TreeSet<>(),
                        awaitInHeap(ChipCard.repeated(), ALL_OBJECTS, SortedSet::isEmpty));
                useTls(fixture.config());
                assertEquals(
                        new TreeSet<>(), awaitInHeap(secrets, LIVE_OBJECTS, SortedSet::isEmpty));
                assertMemoryIsClean();
                assertEquals(new TreeSet<>(), secrets.inFiles(fixture.data()), "data directory");
                assertEquals(0, running.stop());
                final Path said = Files.writeString(folder.resolve("said"), running.output());
                assertEquals(new TreeSet<>(), secrets.inFiles(said));
            }
        }
    }

    /** Approvals, a message that is malformed, one that breaks off, one that no HSM answers. */
    private void useBinary(SoftwareHsm hsm) throws IOException {
        final MessageSpec spec = Dialects.bundled("iso87-binary");
        final int port = process.port("terminals-binary");
        try (Socket socket = new Socket("127.0.0.1", port);
                Socket broken = new Socket("127.0.0.1", port)) {
            for (int i = 0; i < 5; i++) {
                assertEquals("00", exchange(socket, spec, purchase(spec)));
            }
            final byte[] malformed = purchase(spec);
            assertEquals(
                    "30", exchange(socket, spec, Arrays.copyOf(malformed, malformed.length - 1)));
            final byte[] unfinished = purchase(spec);
            send(broken, spec, Arrays.copyOf(unfinished, unfinished.length - 1), 1);
        }
        try (Socket socket = new Socket("127.0.0.1", port)) {
            hsm.setFaults(Faults.silence());
            assertEquals("91", exchange(socket, spec, purchase(spec)));
            hsm.setFaults(Faults.NONE);
            final long start = System.nanoTime();
            String code = "91";
            while (code.equals("91") && System.nanoTime() - start < PATIENCE_NS) {
                code = exchange(socket, spec, purchase(spec));
            }
            assertEquals("00", code, "connected again");
        }
    }

    private void useTls(Path config) throws IOException, GeneralSecurityException {
        final KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(config.resolve("tls/demo-certificate.pem"))) {
            store.setCertificateEntry(
                    "demo", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        final TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        final SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        final MessageSpec spec = Dialects.bundled("iso87-binary");
        try (Socket socket =
                context.getSocketFactory()
                        .createSocket("127.0.0.1", process.port("terminals-tls"))) {
            for (int i = 0; i < 5; i++) {
                assertEquals("00", exchange(socket, spec, purchase(spec)));
            }
        }
    }

    /** While a message is not whole the switch holds it: that is what the search must find. */
    private void useText() throws IOException {
        final MessageSpec spec = Dialects.bundled("iso87-ascii");
        try (Socket socket = new Socket("127.0.0.1", process.port("terminals-ascii"))) {
            for (int i = 0; i < 5; i++) {
                assertEquals("00", exchange(socket, spec, purchase(spec)));
            }
            final byte[] purchase = purchase(spec);
            final int begun = purchase.length - 1;
            send(socket, spec, Arrays.copyOf(purchase, begun), 1);
            final SortedSet<String> held =
                    awaitInHeap(secrets, ALL_OBJECTS, found -> found.size() >= 5);
            assertTrue(held.size() >= 5, held::toString);
            socket.getOutputStream().write(purchase, begun, 1);
            assertEquals("00", receive(socket, spec));
        }
    }

    /** The next purchase; its cryptogram is a secret, too. */
    private byte[] purchase(MessageSpec spec) {
        secrets.digits("cryptogram", card.cryptogram(stan));
        return card.purchase(spec, stan++);
    }

    private String exchange(Socket socket, MessageSpec spec, byte[] message) throws IOException {
        send(socket, spec, message, 0);
        return receive(socket, spec);
    }

    /** Sends a message of which so many bytes are still to come. */
    private static void send(Socket socket, MessageSpec spec, byte[] message, int missing)
            throws IOException {
        final int length = message.length + missing;
        final byte[] prefix =
                isText(spec)
                        ? "%04d".formatted(length).getBytes(StandardCharsets.US_ASCII)
                        : new byte[] {(byte) (length >> Byte.SIZE), (byte) length};
        final byte[] frame = Arrays.copyOf(prefix, prefix.length + message.length);
        System.arraycopy(message, 0, frame, prefix.length, message.length);
        socket.getOutputStream().write(frame);
        socket.getOutputStream().flush();
    }

    private static boolean isText(MessageSpec spec) {
        return spec.name().equals("iso87-ascii");
    }

    /** DE39 of the next answer. */
    private static String receive(Socket socket, MessageSpec spec) throws IOException {
        socket.setSoTimeout(TIMEOUT_MS);
        final DataInputStream in = new DataInputStream(socket.getInputStream());
        final int length =
                isText(spec)
                        ? Integer.parseInt(new String(in.readNBytes(4), StandardCharsets.US_ASCII))
                        : in.readUnsignedShort();
        final MessageDecoder answer = new MessageDecoder(spec);
        assertTrue(answer.wrap(new UnsafeBuffer(in.readNBytes(length)), 0, length));
        final UnsafeBuffer code = new UnsafeBuffer(new byte[2]);
        answer.copyText(39, code, 0);
        return code.getStringWithoutLengthAscii(0, 2);
    }

    /** What the heap holds, as soon as it is as it should be. */
    private SortedSet<String> awaitInHeap(
            ByteSearch search, String objects, Predicate<SortedSet<String>> expected)
            throws IOException {
        final Path dump = folder.resolve("heap.hprof");
        final long start = System.nanoTime();
        SortedSet<String> found;
        do { // A batch may end, and be wiped, a moment after its answers left.
            jcmd("GC.heap_dump", objects, "-overwrite", dump.toString());
            assertFalse(new ByteSearch().text("planted", PLANTED).inFiles(dump).isEmpty());
            found = search.inFiles(dump);
        } while (!expected.test(found) && System.nanoTime() - start < PATIENCE_NS);
        Files.delete(dump);
        return found;
    }

    /** Of the memory outside of the heap, where the system lets it be seen. */
    private void assertMemoryIsClean() throws IOException {
        if (!Files.isReadable(Path.of("/proc/self/mem"))) {
            return;
        }
        long from = Long.MAX_VALUE;
        long to = 0;
        final Matcher heap = ADDRESS.matcher(jcmd("GC.heap_info"));
        while (heap.find()) {
            final long address = Long.parseUnsignedLong(heap.group(1), 16);
            from = Math.min(from, address);
            to = Math.max(to, address);
        }
        assertTrue(from < to, "the heap is somewhere");
        final ByteSearch planted = new ByteSearch().text("planted", PLANTED);
        assertFalse(planted.inMemory(process.pid(), from, to).isEmpty());
        assertEquals(new TreeSet<>(), secrets.inMemory(process.pid(), from, to));
    }

    private String jcmd(String... arguments) throws IOException {
        final String[] line = new String[2 + arguments.length];
        line[0] = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        line[1] = Long.toString(process.pid());
        System.arraycopy(arguments, 0, line, 2, arguments.length);
        final Process jcmd = new ProcessBuilder(line).redirectErrorStream(true).start();
        final String said = new String(jcmd.getInputStream().readAllBytes());
        assertEquals(0, jcmd.onExit().join().exitValue(), said);
        return said;
    }
}
