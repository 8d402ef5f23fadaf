package io.cardswitch.hsm.joint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.hsm.AccountNumber;
import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmClient;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.PinBlock;
import io.cardswitch.hsm.PinBlockFormat;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.OddParity;
import io.cardswitch.hsm.crypto.keyblock.KeyBlock;
import io.cardswitch.hsm.crypto.keyblock.KeyBlockHeader;
import io.cardswitch.hsm.crypto.lmk.KeyScheme;
import io.cardswitch.hsm.crypto.lmk.TestLmk;
import io.cardswitch.hsm.crypto.lmk.VariantLmk;
import io.cardswitch.hsm.simulator.SoftwareHsm;
import io.cardswitch.hsm.transport.HsmEndpointConfig;
import io.cardswitch.hsm.transport.HsmPool;
import io.cardswitch.hsm.transport.HsmPoolConfig;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** A pool over software HSMs, and the thread of the test as its caller. */
final class JointHost implements AutoCloseable {
    static final int PATIENT_MS = 8_000;

    private static final int WINDOW = 64;
    private static final long PATIENCE_NS = 20_000_000_000L;
    private static final long LONGEST_STEP_NS = 50_000_000L; // Of more, the process was stopped.

    private final AtomicReference<Throwable> bug = new AtomicReference<>();
    private final HsmPool pool;
    private final HsmClient client;
    private final HsmRequest request = new HsmRequest(1_024);
    private final UnsafeBuffer copy = new UnsafeBuffer(new byte[1_024]);
    private final HsmAnswer answer = new HsmAnswer();

    JointHost(HsmPoolConfig.Timers timers, int connections, SoftwareHsm... devices) {
        pool =
                new HsmPool(
                        new HsmPoolConfig(
                                Arrays.stream(devices)
                                        .map(device -> endpoint(device, connections))
                                        .toList(),
                                4,
                                256,
                                WINDOW,
                                1_024,
                                1_024,
                                timers),
                        new HsmPool.Ports(line -> {}, bug::set));
        client = pool.newClient(WINDOW, () -> {});
        await(() -> pool.usableConnections() == connections * devices.length);
    }

    private static HsmEndpointConfig endpoint(SoftwareHsm device, int connections) {
        return new HsmEndpointConfig(
                "port " + device.port(), "127.0.0.1", device.port(), connections, Optional.empty());
    }

    HsmPool pool() {
        return pool;
    }

    HsmClient client() {
        return client;
    }

    /** To be filled by an encoder. */
    HsmRequest request() {
        return request;
    }

    /** Sends the request; the answer stays until the next one. */
    HsmAnswer ask(HsmRequest filled) {
        assertEquals(HsmResult.OK, client.send(filled, 1, PATIENT_MS), filled::toString);
        client.flush();
        await(() -> client.poll(this::onCompletion, 1) == 1);
        return answer;
    }

    private void onCompletion(long id, HsmResult result, HsmAnswer received) {
        assertEquals(HsmResult.OK, result);
        copy.putBytes(0, received.buffer(), received.offset(), received.length());
        answer.wrap(copy, 0, received.length());
    }

    void await(BooleanSupplier condition) {
        long waitedNs = 0;
        long lastNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertNull(bug.get());
            assertTrue(waitedNs < PATIENCE_NS, "the condition did not come true");
            Thread.onSpinWait();
            final long nowNs = System.nanoTime();
            waitedNs += Math.min(nowNs - lastNs, LONGEST_STEP_NS);
            lastNs = nowNs;
        }
    }

    static DirectBuffer text(String ascii) {
        return new UnsafeBuffer(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    static DirectBuffer octets(String hex) {
        return new UnsafeBuffer(Hex.decode(hex));
    }

    static AccountNumber account(String digits) {
        return new AccountNumber().wrap(text(digits), 0, digits.length());
    }

    static PinBlock block(String hex, PinBlockFormat format) {
        return new PinBlock().wrap(octets(hex), 0, hex.length() / 2, format);
    }

    /** A clear test key as it stands under the test LMK. */
    static HsmKey key(int type, String clear) throws CryptoException {
        final byte[] octets = Hex.decode(clear);
        OddParity.adjust(octets);
        try (VariantLmk lmk = TestLmk.variant()) {
            return HsmKey.parse("U" + Hex.text(lmk.encrypt(type, KeyScheme.U, octets)));
        }
    }

    /**
     * A clear test key as a key block under a test LMK.
     *
     * @param version 0 under the LMK of TDEA, 1 under that of AES
     */
    static HsmKey blockKey(char version, String usage, char algorithm, String clear)
            throws CryptoException {
        final KeyBlockHeader header =
                new KeyBlockHeader(version, usage, algorithm, 'N', "00", 'E', "01", List.of());
        final byte[] lmk = version == '0' ? TestLmk.tdesKeyBlock() : TestLmk.aesKeyBlock();
        return HsmKey.parse(
                "S" + KeyBlock.wrap(lmk, header, Hex.decode(clear), 0, new SecureRandom()));
    }

    static String characters(HsmKey key) {
        return key.characters().getStringWithoutLengthAscii(0, key.length());
    }

    @Override
    public void close() {
        pool.close();
        assertNull(bug.get());
    }
}
