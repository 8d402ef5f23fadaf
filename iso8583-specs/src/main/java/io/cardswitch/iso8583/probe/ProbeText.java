package io.cardswitch.iso8583.probe;

import io.cardswitch.iso8583.describe.HexLine;
import io.cardswitch.iso8583.describe.JsonText;

import org.agrona.concurrent.UnsafeBuffer;

import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * Renders the readings of a frame, as a table or as JSON. No value of a card appears.
 *
 * <pre>
 * 34 bytes, 1 of 47 readings explains them
 * FRAMING    HEADER  DIALECT           MTI   ELEMENTS  RESULT
 * BIN2       NONE    iso87-binary      0800  3 of 3    whole message valid
 * BIN2       NONE    iso87-ascii       -     0 of 0    MTI at byte 2: ...
 * </pre>
 */
public final class ProbeText {
    private static final String NO_FRAME = "none";
    private static final String TIED = "; nothing here tells it from the line above";
    private static final String WHOLE = "whole message valid";
    private static final String EMPTY = "there are no bytes: give a frame in hexadecimal";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final Probe probe;
    private final int shown;

    /**
     * Shows what the tries find.
     *
     * @param shown readings that are rendered at most
     */
    public ProbeText(Probe probe, int shown) {
        this.probe = probe;
        this.shown = shown;
    }

    /**
     * Appends the readings of a frame in hexadecimal digits, blanks between them ignored.
     *
     * @return whether one explains the whole frame
     */
    public boolean table(String line, StringBuilder out) {
        final HexLine hex = HexLine.parse(line);
        final String problem = problem(hex);
        if (problem != null) {
            out.append("error: ").append(problem);
            return false;
        }
        final List<Reading> readings = read(hex);
        final long whole = readings.stream().filter(Reading::isWhole).count();
        out.append(hex.octets().length).append(" bytes, ").append(whole);
        out.append(" of ").append(readings.size()).append(" readings ");
        out.append(whole == 1 ? "explains" : "explain").append(" them\n");
        row("FRAMING", "HEADER", "DIALECT", "MTI", "ELEMENTS", out).append("RESULT\n");
        for (int i = 0; i < Math.min(shown, readings.size()); i++) {
            final Reading reading = readings.get(i);
            final boolean isRead = reading.dialect() != null;
            row(
                            framing(reading),
                            reading.header() == null ? "-" : reading.header().toString(),
                            isRead ? reading.dialect() : "-",
                            mti(reading, "-"),
                            isRead ? reading.elements() + " of " + reading.announced() : "-",
                            out)
                    .append(verdict(reading));
            if (isTied(readings, i)) out.append(TIED);
            out.append('\n');
        }
        if (readings.size() > shown) {
            out.append("and ").append(readings.size() - shown).append(" more");
        } else {
            out.setLength(out.length() - 1);
        }
        return whole > 0;
    }

    /** As {@link #table}, as one JSON object. */
    public boolean json(String line, StringBuilder out) {
        final HexLine hex = HexLine.parse(line);
        out.append('{');
        final String problem = problem(hex);
        if (problem != null) {
            JsonText.key("error", out);
            out.append('{');
            JsonText.member("reason", problem, out);
            out.append("}}");
            return false;
        }
        final List<Reading> readings = read(hex);
        JsonText.member("bytes", hex.octets().length, out);
        JsonText.key("readings", out);
        out.append('[');
        for (int i = 0; i < Math.min(shown, readings.size()); i++) {
            if (i > 0) out.append(',');
            append(readings.get(i), isTied(readings, i), out);
        }
        out.append("]}");
        return readings.getFirst().isWhole();
    }

    private static String problem(HexLine hex) {
        return hex.problem() == null && hex.octets().length == 0 ? EMPTY : hex.problem();
    }

    private List<Reading> read(HexLine hex) {
        return probe.read(new UnsafeBuffer(hex.octets()), 0, hex.octets().length);
    }

    /** Whether nothing in the frame tells the reading from the one before it. */
    private static boolean isTied(List<Reading> readings, int index) {
        if (index == 0 || !Probe.isMessageWhole(readings.get(index))) return false;
        final Reading reading = readings.get(index);
        final Reading before = readings.get(index - 1);
        return reading.framing() == before.framing()
                && Objects.equals(reading.header(), before.header())
                && Probe.BEST_FIRST.compare(before, reading) == 0;
    }

    private static String framing(Reading reading) {
        return reading.framing() == null ? NO_FRAME : reading.framing().name();
    }

    private static String mti(Reading reading, String none) {
        return reading.mti() < 0 ? none : HEX.toHexDigits((short) reading.mti());
    }

    private static String verdict(Reading reading) {
        final boolean isHeaderMissing = reading.fit() == Reading.Fit.MISSING;
        final String message =
                reading.messageError() != null
                        ? reading.messageError().text()
                        : WHOLE + (isHeaderMissing ? ", without the dialect's header" : "");
        if (reading.frameError() == null) return message;
        final String frame = reading.frameError().reason();
        return reading.dialect() == null ? frame : message + "; " + frame;
    }

    private static StringBuilder row(
            String framing,
            String header,
            String dialect,
            String mti,
            String elements,
            StringBuilder out) {
        pad(framing, 11, out);
        pad(header, 8, out);
        pad(dialect, 18, out);
        pad(mti, 6, out);
        return pad(elements, 12, out);
    }

    private static StringBuilder pad(String text, int width, StringBuilder out) {
        return out.append(text).append(" ".repeat(Math.max(1, width - text.length())));
    }

    private static void append(Reading reading, boolean isTied, StringBuilder out) {
        out.append('{');
        JsonText.member("framing", framing(reading), out);
        if (reading.header() != null) JsonText.member("header", reading.header().toString(), out);
        if (reading.dialect() != null) {
            JsonText.member("dialect", reading.dialect(), out);
            if (reading.mti() >= 0) JsonText.member("mti", mti(reading, ""), out);
            JsonText.member("elements", reading.elements(), out);
            JsonText.member("announced", reading.announced(), out);
        }
        if (isTied) {
            JsonText.key("tied", out);
            out.append(true);
        }
        append("frame_error", reading.frameError(), out);
        append("error", reading.messageError(), out);
        out.append('}');
    }

    private static void append(String key, Reading.Failure failure, StringBuilder out) {
        if (failure == null) return;
        JsonText.key(key, out);
        out.append('{');
        if (!failure.path().isEmpty()) JsonText.member("de", failure.path(), out);
        else if (failure.element() >= 0) JsonText.member("de", failure.element(), out);
        if (failure.offset() >= 0) JsonText.member("offset", failure.offset(), out);
        JsonText.member("reason", failure.reason(), out);
        out.append('}');
    }
}
