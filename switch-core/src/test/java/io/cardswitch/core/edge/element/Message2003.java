package io.cardswitch.core.edge.element;

import io.cardswitch.core.edge.EdgeFixture;

import java.util.Map;
import java.util.TreeMap;

/** What {@link EdgeFixture} says in elements of 1987, in those of 2003 and 1993. */
public final class Message2003 {
    private Message2003() {}

    /** The same purchase or reversal; DE11 has a prefix, DE41 and DE42 are longer. */
    public static Map<Integer, String> of(Map<Integer, String> elements) {
        final Map<Integer, String> later = new TreeMap<>(elements);
        final String amount = later.remove(49) + "2" + elements.get(4);
        later.put(4, amount);
        later.put(11, "987654" + elements.get(11));
        later.put(12, "20" + time(elements));
        later.put(41, elements.get(41) + "AT LANE3");
        later.put(42, elements.get(42) + " FAR NORTH");
        later.put(26, elements.get(18));
        if (later.containsKey(22)) later.put(22, "00000020".repeat(4));
        final String original = later.remove(90);
        if (original != null) {
            final String stan = "987654" + original.substring(4, 10);
            later.put(24, "400");
            later.put(56, "2" + original.substring(1, 4) + stan + "20261122111530" + later.get(32));
            later.put(12, "20261122111600"); // Its own.
        }
        for (final int de : new int[] {13, 18, 25}) {
            later.remove(de);
        }
        return later;
    }

    /** Those of 1993. */
    public static Map<Integer, String> of1993(Map<Integer, String> elements) {
        final Map<Integer, String> later = new TreeMap<>(elements);
        later.put(12, time(elements));
        if (later.containsKey(22)) later.put(22, "510101511344");
        final String original = later.remove(90);
        if (original != null) {
            final String acquirer = later.get(32);
            later.put(24, "400");
            later.put(
                    56,
                    "1"
                            + original.substring(1, 10)
                            + "261122111530"
                            + "%02d".formatted(acquirer.length())
                            + acquirer);
            later.put(12, "261122111600");
        }
        for (final int de : new int[] {13, 18, 25}) {
            later.remove(de);
        }
        return later;
    }

    private static String time(Map<Integer, String> elements) {
        return "26" + elements.get(13) + elements.get(12);
    }
}
