package io.cardswitch.architecture;

import org.junit.jupiter.api.Test;

/** jPOS outside of its one home is rejected. */
final class PlantedJposTest {
    @Test
    void shouldRejectJposOutsideOfItsHome() {
        new PlantedClasses().assertRejected("jPOS-has-one-home", "PlantedJpos");
    }
}
