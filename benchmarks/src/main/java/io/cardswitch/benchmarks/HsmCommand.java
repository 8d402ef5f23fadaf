package io.cardswitch.benchmarks;

import io.cardswitch.benchmarks.peer.AnsweringHsm;
import io.cardswitch.benchmarks.peer.HsmTrial;
import io.cardswitch.benchmarks.report.Results;
import io.cardswitch.benchmarks.report.Table;
import io.cardswitch.hsm.simulator.SoftwareHsm;
import io.cardswitch.hsm.simulator.SoftwareHsmConfig;
import io.cardswitch.hsm.transport.HsmEndpointConfig;
import io.cardswitch.hsm.transport.HsmPoolConfig;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code bench hsm}: PIN verifications a second, and what one costs client and device. */
@Command(
        name = "hsm",
        description = {
            "PIN verifications (DC) over one connection to the software HSM in this process. With",
            "--device answering the device only says yes: what remains is the cost of the client."
        },
        mixinStandardHelpOptions = true)
final class HsmCommand implements Callable<Integer> {
    private static final int HEADER_LENGTH = 4;
    private static final int MAX_PENDING = 4_096;
    private static final int MAX_IN_FLIGHT = 1_024;
    private static final int MAX_REQUEST = 256;
    private static final int MAX_ANSWER = 128;
    private static final String SOFTWARE_THREAD = "software-hsm-connection";

    /** Devices that the benchmark starts itself. */
    enum Device {
        software,
        answering
    }

    @Option(
            names = "--device",
            defaultValue = "software",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Device device;

    @Option(
            names = "--target",
            paramLabel = "HOST:PORT",
            description = "Instead: an HSM with the vendor's test LMK elsewhere.")
    private String target;

    @Option(
            names = "--window",
            defaultValue = "256",
            description = "Commands under way, below 1024. Default: 256.")
    private int window;

    @Option(
            names = "--duration",
            defaultValue = "5",
            description = "Seconds of each measurement. Default: 5.")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "5", description = "Seconds. Default: 5.")
    private int warmUpSeconds;

    @Option(names = "--rounds", defaultValue = "3", description = "Measurements. Default: 3.")
    private int rounds;

    @Mixin private RecordOption record;

    @Override
    public Integer call() throws IOException {
        final Results results = record.open("hsm");
        if (target != null) {
            final int colon = target.lastIndexOf(':');
            final int port = Integer.parseInt(target.substring(colon + 1));
            return measure(results, target.substring(0, colon), port, null);
        }
        if (device == Device.answering) {
            try (AnsweringHsm hsm = new AnsweringHsm()) {
                return measure(results, "127.0.0.1", hsm.port(), AnsweringHsm.THREAD);
            }
        }
        try (SoftwareHsm hsm = SoftwareHsm.start(SoftwareHsmConfig.onLoopback(0))) {
            return measure(results, "127.0.0.1", hsm.port(), SOFTWARE_THREAD);
        }
    }

    private int measure(Results results, String host, int port, String deviceThread)
            throws IOException {
        final Table table =
                new Table(
                        "device",
                        "window",
                        "commands/s",
                        "client us/command",
                        "of it caller",
                        "client B/command",
                        "device us/command");
        long wrong = 0;
        try (HsmTrial trial = new HsmTrial(config(host, port), window, deviceThread)) {
            if (!trial.isConnected()) {
                System.err.println("no HSM answers at " + host + ":" + port);
                return 1;
            }
            trial.run(warmUpSeconds * 1_000L);
            for (int round = 0; round < rounds; round++) {
                final HsmTrial.Outcome outcome = trial.run(seconds * 1_000L);
                wrong += outcome.wrong();
                add(outcome, table, results);
            }
        }
        System.out.print(table);
        System.out.println("added to " + results.file());
        if (wrong > 0) {
            System.err.println(wrong + " verifications did not succeed");
        }
        return wrong == 0 ? 0 : 1;
    }

    private static HsmPoolConfig config(String host, int port) {
        return new HsmPoolConfig(
                List.of(new HsmEndpointConfig("device", host, port, 1, Optional.empty())),
                HEADER_LENGTH,
                MAX_PENDING,
                MAX_IN_FLIGHT,
                MAX_REQUEST,
                MAX_ANSWER,
                HsmPoolConfig.Timers.USUAL);
    }

    private void add(HsmTrial.Outcome outcome, Table table, Results results) throws IOException {
        final double commands = outcome.commands();
        final double perSecond = commands * 1e9 / outcome.nanos();
        final double callerMicros = outcome.callerNanos() / commands / 1e3;
        final double clientMicros = callerMicros + outcome.loopNanos() / commands / 1e3;
        final double deviceMicros = outcome.deviceNanos() / commands / 1e3;
        final double bytes = outcome.allocatedBytes() / commands;
        final String name = target == null ? device.name() : target;
        table.row(
                name,
                Integer.toString(window),
                String.format(Locale.ROOT, "%,.0f", perSecond),
                String.format(Locale.ROOT, "%.2f", clientMicros),
                String.format(Locale.ROOT, "%.2f", callerMicros),
                String.format(Locale.ROOT, "%.2f", bytes),
                target == null ? String.format(Locale.ROOT, "%.2f", deviceMicros) : "-");
        results.add(
                String.format(
                        Locale.ROOT,
                        "\"device\":\"%s\",\"window\":%d,\"per_second\":%.0f,\"client_us\":%.3f,"
                                + "\"caller_us\":%.3f,\"client_bytes\":%.3f,\"device_us\":%.3f",
                        name,
                        window,
                        perSecond,
                        clientMicros,
                        callerMicros,
                        bytes,
                        deviceMicros));
    }
}
