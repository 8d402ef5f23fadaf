package io.cardswitch.hsm.command;

import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.KeySerial;

/**
 * Names a terminal's key of one transaction.
 *
 * @param derivationKey BDK
 * @param serial key serial number; a view that is reused
 */
public record DukptKey(HsmKey derivationKey, KeySerial serial) {}
