package io.cardswitch.planted.hsm;

import io.cardswitch.planted.core.domain.PlantedUp;

/** Violates hsm-stands-alone. */
public final class PlantedHsm {
    PlantedUp core;
}
