package io.cardswitch.planted.core.interchange;

import io.cardswitch.planted.core.journal.PlantedJournal;

/** Violates interchange-meets-others-through-ports. */
public final class PlantedInterchange {
    PlantedJournal journal;
}
