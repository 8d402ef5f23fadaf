package io.cardswitch.planted.core.routing;

import io.cardswitch.planted.core.ledger.PlantedCycle;

/** Closes the cycle of {@link PlantedCycle}. */
public final class PlantedCycleBack {
    PlantedCycle forth;
}
