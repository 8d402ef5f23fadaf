package io.cardswitch.planted.core.pipeline;

import io.cardswitch.planted.core.simulator.PlantedSimulator;
import io.cardswitch.planted.core.transport.PlantedTransport;

/** Violates pipeline-meets-others-through-ports and simulators-stay-outside. */
final class PlantedPipeline {
    PlantedSimulator simulator;
    PlantedTransport transport;
}
