package io.cardswitch.hsm.joint;

import static io.cardswitch.hsm.joint.JointHost.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.command.status.DiagnosticsDecoder;
import io.cardswitch.hsm.command.status.OctetsDecoder;
import io.cardswitch.hsm.command.status.StatusDecoder;
import io.cardswitch.hsm.command.status.StatusEncoder;
import io.cardswitch.hsm.simulator.SoftwareHsm;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What operators ask a device. */
final class StatusCommandsIT extends OneDevice {
    private static final String SERIAL = "SOFTWARE0000";

    private final OctetsDecoder octets = new OctetsDecoder();

    @Test
    void shouldTellStatus() {
        final DiagnosticsDecoder diagnostics = new DiagnosticsDecoder();
        assertEquals(
                HsmResult.OK,
                diagnostics.decode(host.ask(StatusEncoder.diagnostics(host.request()))));
        assertEquals(
                Long.parseUnsignedLong(SoftwareHsm.lmkCheckValue(), 16),
                diagnostics.lmkCheckValue());
        final StatusDecoder status = new StatusDecoder();
        assertEquals(HsmResult.OK, status.decode(host.ask(StatusEncoder.status(host.request()))));
        assertEquals(3, status.bufferSize(), "32 kB");
        assertEquals(1, status.network());
        assertEquals(64, status.sockets());
        assertEquals(diagnostics.firmware(), status.firmware());
        assertEquals(HsmAnswer.ABSENT, status.compliance());
    }

    @Test
    void shouldTellCompliance() {
        final StatusDecoder status = new StatusDecoder();
        assertEquals(
                HsmResult.OK, status.decode(host.ask(StatusEncoder.compliance(host.request()))));
        assertEquals('0', status.compliance());
    }

    /** Serial number, then the fields of each report where PayShieldPressureTest looks for them. */
    @Test
    void shouldReadReportsOfLoadVolumesAndHealth() {
        host.ask(StatusEncoder.echo(host.request(), text("ab")));
        final String volumes = report(StatusEncoder.volumes(host.request()));
        assertTrue(volumes.contains("B2000000000001"), volumes);
        final String load = report(StatusEncoder.load(host.request()));
        assertTrue(load.matches("\\d{36}\\d{10}000010\\d{10};"), load);
        final String counts = report(StatusEncoder.healthCounts(host.request()));
        assertEquals("0".repeat(40), counts.substring(36));
        final String health = report(StatusEncoder.health(host.request()));
        assertEquals("2213001030300", health.substring(12, 25));
    }

    private String report(HsmRequest request) {
        final String report = read(request);
        assertTrue(report.startsWith(SERIAL), report);
        return report.substring(SERIAL.length());
    }

    private String read(HsmRequest request) {
        assertEquals(HsmResult.OK, octets.decode(host.ask(request)));
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[octets.length()]);
        octets.copy(copy, 0);
        return copy.getStringWithoutLengthAscii(0, copy.capacity());
    }
}
