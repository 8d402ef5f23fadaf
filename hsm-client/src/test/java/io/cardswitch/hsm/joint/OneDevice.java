package io.cardswitch.hsm.joint;

import io.cardswitch.hsm.simulator.SoftwareHsm;
import io.cardswitch.hsm.simulator.SoftwareHsmConfig;
import io.cardswitch.hsm.simulator.device.DeviceConfig;
import io.cardswitch.hsm.transport.HsmPoolConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import java.io.IOException;

/** A software HSM and a pool with one connection to it, new for every test. */
abstract class OneDevice {
    JointHost host;
    private SoftwareHsm hsm;

    /** Settings of the device. */
    DeviceConfig settings() {
        return DeviceConfig.DEFAULT;
    }

    @BeforeEach
    void start() throws IOException {
        hsm = SoftwareHsm.start(SoftwareHsmConfig.onLoopback(0).withDevice(settings()));
        host = new JointHost(HsmPoolConfig.Timers.USUAL, 1, hsm);
    }

    @AfterEach
    void stop() {
        host.close();
        hsm.close();
    }
}
