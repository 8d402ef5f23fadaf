package io.cardswitch.planted.core.ledger;

import io.cardswitch.planted.core.routing.PlantedCycleBack;

/** Violates cycles. */
public final class PlantedCycle {
    PlantedCycleBack back;
}
