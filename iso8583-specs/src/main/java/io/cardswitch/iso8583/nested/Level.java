package io.cardswitch.iso8583.nested;

import io.cardswitch.iso8583.Inside;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One level of parts with what reads and writes them, made when it is first needed. */
final class Level {
    final Inside inside;
    private final Map<Inside.Part, Level> below = new HashMap<>();
    private final PartTable table;
    private PartDecoder decoder;
    private PartEncoder encoder;

    Level(Inside inside) {
        this.inside = inside;
        final Set<Inside.Part> parts = new LinkedHashSet<>(); // Many tags may hold the same.
        switch (inside) {
            case Inside.Parts list -> parts.addAll(list.parts());
            case Inside.Tags tags -> {
                parts.addAll(tags.known().values());
                parts.add(tags.other());
            }
            case Inside.Keyed keyed -> parts.add(keyed.value());
        }
        table = new PartTable(List.copyOf(parts));
    }

    /** What stands inside of a part; null when nothing does. */
    Level below(Inside.Part part) {
        if (part.inside() == null) return null;
        return below.computeIfAbsent(part, key -> new Level(key.inside()));
    }

    PartDecoder decoder() {
        if (decoder == null) decoder = new PartDecoder(table);
        return decoder;
    }

    PartEncoder encoder() {
        if (encoder == null) encoder = new PartEncoder(table);
        return encoder;
    }

    /** The part of that number; null when there is none. */
    static Inside.Part part(Inside.Parts parts, int number) {
        for (final Inside.Part part : parts.parts()) {
            if (part.element().number() == number) return part;
        }
        return null;
    }
}
