package io.cardswitch.planted.core.domain;

import io.cardswitch.planted.core.engine.PlantedClock;

/** Violates floors. */
public final class PlantedUp {
    PlantedClock clock;
}
