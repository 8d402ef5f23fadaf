package io.cardswitch.benchmarks.peer;

import com.sun.management.ThreadMXBean;

import io.cardswitch.hsm.AccountNumber;
import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmClient;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.PinBlock;
import io.cardswitch.hsm.PinBlockFormat;
import io.cardswitch.hsm.command.PvvMethod;
import io.cardswitch.hsm.command.VerdictDecoder;
import io.cardswitch.hsm.command.pin.VerifyPvvEncoder;
import io.cardswitch.hsm.transport.HsmPool;
import io.cardswitch.hsm.transport.HsmPoolConfig;

import org.agrona.concurrent.UnsafeBuffer;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.locks.LockSupport;

/**
 * PIN verifications ({@code DC}) over one connection, a fixed number under way. The keys are
 * published ones under the vendor's test LMK: a device that holds it says yes because it is so.
 */
public final class HsmTrial implements AutoCloseable {
    /**
     * What it gave.
     *
     * @param commands answered, all rightly
     * @param nanos that it took
     * @param callerNanos CPU of the calling thread
     * @param loopNanos CPU of the client's own thread
     * @param deviceNanos CPU of the device's thread, 0 when it is another process
     * @param allocatedBytes by caller and client
     * @param wrong answers other than yes
     */
    public record Outcome(
            long commands,
            long nanos,
            long callerNanos,
            long loopNanos,
            long deviceNanos,
            long allocatedBytes,
            long wrong) {}

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int TIMEOUT_MS = 5_000;
    private static final int MAX_REQUEST = 256;
    private static final long PARK_NS = 1_000_000;
    private static final int PVV = 4402;

    private final HsmPool pool;
    private final HsmClient client;
    private final int window;
    private final Thread caller = Thread.currentThread();
    private final long loopThread;
    private final String deviceName;
    private long deviceThread;
    private final HsmRequest request = new HsmRequest(MAX_REQUEST);
    private final HsmKey terminalKey = HsmKey.parse("0406FBB23A5214DF");
    private final PvvMethod method =
            new PvvMethod(HsmKey.parse("X367930344805B1FAD6146EF4ED7502B3"), 1);
    private final PinBlock block =
            new PinBlock()
                    .wrap(
                            new UnsafeBuffer(HexFormat.of().parseHex("AE7A708F877571A9")),
                            0,
                            8,
                            PinBlockFormat.ISO_0);
    private final AccountNumber account =
            new AccountNumber()
                    .wrap(
                            new UnsafeBuffer("550000025321".getBytes(StandardCharsets.US_ASCII)),
                            0,
                            AccountNumber.LENGTH);
    private final HsmClient.CompletionHandler handler = this::onCompletion;
    private long completed;
    private long wrong;

    /**
     * Connects.
     *
     * @param deviceName of the thread of the device that serves a connection; null when it is
     *     another process
     */
    public HsmTrial(HsmPoolConfig config, int window, String deviceName) {
        this.window = window;
        this.deviceName = deviceName;
        pool =
                new HsmPool(
                        config,
                        new HsmPool.Ports(
                                line -> {},
                                bug -> {
                                    throw new IllegalStateException(bug);
                                }));
        client = pool.newClient(window, () -> LockSupport.unpark(caller));
        loopThread = thread("hsm-loop");
    }

    private static long thread(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(name))
                .findFirst()
                .orElseThrow()
                .threadId();
    }

    /** Waits until the connection is usable; false when it does not come. */
    public boolean isConnected() {
        final long end = System.nanoTime() + TIMEOUT_MS * 1_000_000L;
        while (pool.usableConnections() == 0) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(PARK_NS);
        }
        deviceThread = deviceName == null ? 0 : thread(deviceName);
        return true;
    }

    /** Keeps the window full for so long. */
    public Outcome run(long durationMs) {
        completed = 0;
        wrong = 0;
        final long callerCpu = THREADS.getCurrentThreadCpuTime();
        final long loopCpu = THREADS.getThreadCpuTime(loopThread);
        final long deviceCpu = deviceCpu();
        final long allocated = allocated();
        final long start = System.nanoTime();
        final long end = start + durationMs * 1_000_000;
        while (System.nanoTime() < end) {
            fill();
            if (client.poll(handler, window) == 0) {
                LockSupport.parkNanos(PARK_NS);
            }
        }
        while (client.pending() > 0) {
            if (client.poll(handler, window) == 0) {
                LockSupport.parkNanos(PARK_NS);
            }
        }
        return new Outcome(
                completed,
                System.nanoTime() - start,
                THREADS.getCurrentThreadCpuTime() - callerCpu,
                THREADS.getThreadCpuTime(loopThread) - loopCpu,
                deviceCpu() - deviceCpu,
                allocated() - allocated,
                wrong);
    }

    private void fill() {
        while (client.pending() < window) {
            VerifyPvvEncoder.fromTerminal(request, terminalKey, method, block, account, PVV);
            if (client.send(request, completed, TIMEOUT_MS) != HsmResult.OK) {
                throw new IllegalStateException("the client has no room for its own window");
            }
        }
        client.flush();
    }

    private void onCompletion(long correlationId, HsmResult result, HsmAnswer answer) {
        completed++;
        if (result != HsmResult.OK || VerdictDecoder.decode(answer) != HsmResult.OK) {
            wrong++;
        }
    }

    private long deviceCpu() {
        return deviceThread == 0 ? 0 : THREADS.getThreadCpuTime(deviceThread);
    }

    private long allocated() {
        return THREADS.getThreadAllocatedBytes(caller.threadId())
                + THREADS.getThreadAllocatedBytes(loopThread);
    }

    @Override
    public void close() {
        pool.close();
    }
}
