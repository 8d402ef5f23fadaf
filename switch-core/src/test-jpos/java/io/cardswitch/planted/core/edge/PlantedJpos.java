package io.cardswitch.planted.core.edge;

import org.jpos.iso.ISOMsg;

/** Violates jPOS-has-one-home. */
final class PlantedJpos {
    ISOMsg message;
}
