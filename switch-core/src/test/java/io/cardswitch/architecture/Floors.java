package io.cardswitch.architecture;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The floor plan of {@code io.cardswitch.core}: an import points to the same floor or down. */
final class Floors {
    private static final List<List<String>> PLAN =
            List.of(
                    List.of("domain", "metrics"),
                    List.of("command"),
                    List.of("ledger", "routing"),
                    List.of("authorization"),
                    List.of("engine"),
                    List.of("journal", "edge", "transport", "interchange"),
                    List.of("pipeline"),
                    List.of("config", "node", "admin", "simulator", "cli"));

    private static final Map<String, Integer> FLOOR_OF = floorOf();

    /** Floors 0 to 4 are the deterministic core, metrics excepted. */
    private static final int LAST_CORE_FLOOR = 4;

    private Floors() {}

    private static Map<String, Integer> floorOf() {
        final Map<String, Integer> floors = new TreeMap<>();
        for (int floor = 0; floor < PLAN.size(); floor++) {
            for (final String room : PLAN.get(floor)) {
                floors.put(room, floor);
            }
        }
        return floors;
    }

    /** Floor of a room of the core, or -1 when the plan does not know it. */
    static int of(String room) {
        return FLOOR_OF.getOrDefault(room, -1);
    }

    /** The room a package stands in: the first name below {@code <root>.core}, or "" outside. */
    static String roomOf(String root, String packageName) {
        final String core = root + ".core.";
        return packageName.startsWith(core)
                ? packageName.substring(core.length()).split("\\.")[0]
                : "";
    }

    /** Rooms in which the same commands must give the same answers for ever. */
    static List<String> deterministicRooms() {
        return PLAN.subList(0, LAST_CORE_FLOOR + 1).stream()
                .flatMap(List::stream)
                .filter(room -> !room.equals("metrics"))
                .toList();
    }

    /** Rooms of the top floor. */
    static List<String> topFloor() {
        return PLAN.getLast();
    }

    /** Package patterns for ArchUnit: the rooms with everything below them. */
    static String[] packages(String root, List<String> rooms) {
        return rooms.stream().map(room -> root + ".core." + room + "..").toArray(String[]::new);
    }

    /** Package patterns of several roots joined. */
    static String[] join(String[] first, String... more) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray(String[]::new);
    }
}
