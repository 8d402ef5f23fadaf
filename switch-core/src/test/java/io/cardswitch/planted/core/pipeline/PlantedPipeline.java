package io.cardswitch.planted.core.pipeline;

import io.cardswitch.planted.core.simulator.PlantedSimulator;
import io.cardswitch.planted.core.transport.PlantedTransport;
import io.cardswitch.planted.hsm.PlantedHsm;
import io.cardswitch.planted.hsm.crypto.PlantedCipher;

/**
 * Violates pipeline-meets-others-through-ports, simulators-stay-outside, hsm-client-has-one-home
 * and clear-pins-stay-in-the-hsm.
 */
final class PlantedPipeline {
    PlantedSimulator simulator;
    PlantedTransport transport;
    PlantedHsm hsm;
    PlantedCipher cipher;
}
