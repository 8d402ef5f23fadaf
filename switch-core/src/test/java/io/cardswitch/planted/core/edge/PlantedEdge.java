package io.cardswitch.planted.core.edge;

import io.cardswitch.planted.core.interchange.PlantedInterchange;

/** Violates edge-meets-others-through-ports and secrets-are-not-strings. */
public final class PlantedEdge {
    PlantedInterchange interchange;
    String pan;
}
