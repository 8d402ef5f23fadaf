package io.cardswitch.hsm.simulator.device;

import java.util.Map;

/**
 * Settings of the device that change answers.
 *
 * @param isAuthorised whether commands that need the authorised state are let through
 * @param isZmkDouble whether a ZMK without a scheme letter has 32 digits, not 16
 * @param keyCacheSize keys that a connection keeps open
 * @param userStorage key fields by their index, for requests that name a key by K and index
 */
public record DeviceConfig(
        boolean isAuthorised,
        boolean isZmkDouble,
        int keyCacheSize,
        Map<Integer, String> userStorage) {
    /** Not authorised, double-length ZMKs, 256 keys open, an empty user storage. */
    public static final DeviceConfig DEFAULT = new DeviceConfig(false, true, 256, Map.of());

    private static final int MIN_CACHE = 4;

    /** Checks the limits. */
    public DeviceConfig {
        if (keyCacheSize < MIN_CACHE) {
            throw new IllegalArgumentException("a command uses up to three keys: 4 at least");
        }
        userStorage = Map.copyOf(userStorage);
    }

    /** The same in or out of the authorised state. */
    public DeviceConfig withAuthorised(boolean isOn) {
        return new DeviceConfig(isOn, isZmkDouble, keyCacheSize, userStorage);
    }

    /** The same with ZMKs of 32 or of 16 digits. */
    public DeviceConfig withZmkDouble(boolean isDouble) {
        return new DeviceConfig(isAuthorised, isDouble, keyCacheSize, userStorage);
    }

    /** The same with these keys in the user storage. */
    public DeviceConfig withUserStorage(Map<Integer, String> fields) {
        return new DeviceConfig(isAuthorised, isZmkDouble, keyCacheSize, fields);
    }
}
