package io.cardswitch.planted.iso8583;

import io.cardswitch.planted.core.domain.PlantedUp;

/** Violates iso8583-stands-alone. */
final class PlantedSpec {
    PlantedUp core;
}
