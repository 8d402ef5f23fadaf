package io.cardswitch.planted.core.transport;

import io.cardswitch.planted.core.interchange.PlantedInterchange;

/** Violates transport-meets-others-through-ports. */
public final class PlantedTransport {
    PlantedInterchange interchange;
}
