package io.cardswitch.core.node;

import io.cardswitch.core.config.CardRow;
import io.cardswitch.core.config.SwitchConfig;
import io.cardswitch.core.edge.security.SecurityConfig;
import io.cardswitch.hsm.simulator.SoftwareHsm;
import io.cardswitch.hsm.simulator.SoftwareHsmConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/** The demo's configuration with a software HSM behind it, new for every test. */
abstract class DemoWithHsm {
    @TempDir private Path folder;

    NodeFixture fixture;
    SoftwareHsm hsm;

    /** The first card whose PIN is verified. */
    CardRow row;

    @BeforeEach
    void startHsm() throws IOException {
        hsm = SoftwareHsm.start(SoftwareHsmConfig.onLoopback(0));
        fixture = new NodeFixture(folder);
        fixture.useHsm(hsm.port());
        final SwitchConfig config = fixture.read();
        final SecurityConfig security = config.edge().security().orElseThrow();
        config.cards()
                .forEachCard(next -> {
                    final boolean isChecked = security.product(next.productId()).pvk() != null;
                    if (row == null && isChecked) row = next;
                });
    }

    @AfterEach
    void stopHsm() {
        hsm.close();
    }
}
