package io.cardswitch.core.cli.hsm;

import io.cardswitch.core.node.ExitCode;
import io.cardswitch.hsm.simulator.SoftwareHsm;
import io.cardswitch.hsm.simulator.SoftwareHsmConfig;
import io.cardswitch.hsm.simulator.device.DeviceConfig;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** {@code hsm-simulator}: a software HSM, until it is told to stop. */
@Command(
        name = "hsm-simulator",
        description = {
            "Runs a software HSM with payShield host commands, for tests.",
            "Commands come over TCP (two bytes of length, a header that is echoed); cryptography",
            "is real, under the published test LMKs: anybody can read keys under those. Prints",
            "READY when it listens; Ctrl-C stops it. Exit codes: 2 usage or production, 71 the",
            "port is in use."
        },
        footer = {"", "Example: cardswitch hsm-simulator --port 1500 --authorised"},
        mixinStandardHelpOptions = true)
public final class HsmSimulatorCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "Address to bind; default: ${DEFAULT-VALUE}.")
    private String host;

    @Option(
            names = "--port",
            defaultValue = "1500",
            description = "TCP port, 0 for a free one; default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--header",
            defaultValue = "4",
            description = "Characters of the message header; default: ${DEFAULT-VALUE}.")
    private int headerLength;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description = "Keys of the user storage: a line each, index and key under the LMK.")
    private Path keys;

    @Option(
            names = "--authorised",
            description = "Lets commands through that need the authorised state.")
    private boolean isAuthorised;

    @Option(
            names = "--single-length-zmk",
            description = "ZMKs without a scheme letter have 16 digits, not 32.")
    private boolean isZmkSingle;

    @Option(
            names = "--environment",
            defaultValue = "test",
            description = "Environment; under production it does not start.")
    private String environment;

    /** For picocli. */
    public HsmSimulatorCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        final PrintWriter err = spec.commandLine().getErr();
        final SoftwareHsmConfig config;
        try {
            config = config();
        } catch (final IOException e) {
            err.println(keys + " cannot be read: " + e);
            return ExitCode.USAGE;
        } catch (final IllegalArgumentException e) {
            err.println(e.getMessage());
            return ExitCode.USAGE;
        }
        // The hook stands before READY is printed: a signal may follow at once.
        final CompletableFuture<SoftwareHsm> started = new CompletableFuture<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started), "hsm-stop"));
        try {
            final SoftwareHsm hsm = SoftwareHsm.start(config);
            started.complete(hsm);
            printBanner(hsm, spec.commandLine().getOut());
        } catch (final IllegalStateException e) {
            err.println(e.getMessage());
            return ExitCode.USAGE;
        } catch (final UnknownHostException e) {
            err.println("unknown host " + host);
            return ExitCode.BIND;
        } catch (final IOException e) {
            err.println(host + ":" + port + " cannot be bound: " + e.getMessage());
            return ExitCode.BIND;
        } finally {
            started.cancel(false);
        }
        new CountDownLatch(1).await(); // A signal ends the process through the hook.
        return ExitCode.DONE;
    }

    private void printBanner(SoftwareHsm hsm, PrintWriter out) {
        out.println(SoftwareHsm.BANNER);
        out.println("host commands       " + hsm.commandCount());
        out.println("LMK check value     " + SoftwareHsm.lmkCheckValue());
        out.println("hsm listens on port " + hsm.port());
        out.println("READY");
        out.flush();
    }

    private static void stop(CompletableFuture<SoftwareHsm> started) {
        final SoftwareHsm hsm = started.exceptionally(failure -> null).join();
        if (hsm == null) return;
        hsm.close();
        System.out.println("stopped");
        System.out.flush();
        // A JVM that was told to stop by a signal would report the signal instead of success.
        Runtime.getRuntime().halt(ExitCode.DONE);
    }

    private SoftwareHsmConfig config() throws IOException {
        DeviceConfig device =
                DeviceConfig.DEFAULT.withAuthorised(isAuthorised).withZmkDouble(!isZmkSingle);
        if (keys != null) {
            device = device.withUserStorage(UserStorage.read(keys));
        }
        final SoftwareHsmConfig defaults = SoftwareHsmConfig.onLoopback(port);
        return new SoftwareHsmConfig(
                host,
                port,
                headerLength,
                defaults.maxConnections(),
                defaults.maxFrameLength(),
                environment,
                device);
    }
}
