package io.cardswitch.hsm.simulator.device;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keys opened lately, by role and field as it came: the oldest is wiped when a new one needs its
 * place. One connection, one cache: ciphers are not shared between threads.
 */
final class KeyCache implements AutoCloseable {
    private final int capacity;
    private final LinkedHashMap<Field, DeviceKey> keys = new LinkedHashMap<>(16, 0.75f, true);
    private Field found = new Field(null, 0, new byte[0]);

    KeyCache(int capacity) {
        this.capacity = capacity;
    }

    /** A key field as it stood in a request, still enciphered. */
    private record Field(KeyRole role, int hash, byte[] characters) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Field field
                    && role == field.role
                    && Arrays.equals(characters, field.characters);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** The key of this field, or null; remembers the field for {@link #add}. */
    DeviceKey find(KeyRole role, byte[] frame, int offset, int length) {
        final byte[] characters = Arrays.copyOfRange(frame, offset, offset + length);
        found = new Field(role, 31 * Arrays.hashCode(characters) + role.code(), characters);
        return keys.get(found);
    }

    /** Keeps the key of the field looked for last. */
    void add(DeviceKey key) {
        if (keys.size() >= capacity) {
            final Map.Entry<Field, DeviceKey> eldest = keys.firstEntry();
            keys.remove(eldest.getKey());
            eldest.getValue().close();
        }
        keys.put(found, key);
    }

    @Override
    public void close() {
        keys.values().forEach(DeviceKey::close);
        keys.clear();
    }
}
