package io.cardswitch.hsm.simulator.status;

import io.cardswitch.hsm.simulator.device.Device;
import io.cardswitch.hsm.simulator.host.CommandTable;
import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;
import io.cardswitch.hsm.simulator.host.ResponseWriter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * What an operator's monitoring asks a device for: load, volumes, health. Load is not measured and
 * fraud detection is off, so both say that there is none.
 *
 * <pre>
 *  J2, J4  serial 12 | start, end, now 12N each | seconds 10N | bands or commands ...
 *  J8      serial 12 | start, end, now 12N each | reboots 10N | tampers 10N | failed PINs 20N
 *  JK      serial 12 | now 12N | states 7N | LMKs, test, old 2N each | LMKs ... 0x15 | fraud 2N
 * </pre>
 */
public final class HealthReports {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss").withZone(ZoneOffset.UTC);
    private static final String SERIAL = "SOFTWARE0000";
    private static final String LOWEST_BAND = "000010";
    private static final String BAND_END = ";";
    private static final String NO_REBOOTS_NO_TAMPERS = "0".repeat(20);
    private static final String NO_FAILED_PINS = "0".repeat(20);

    /** Console and manager do not run, host 1 does, host 2 is not there; never tampered with. */
    private static final String STATES = "2213" + "00" + "1";

    /** Loaded, of them test LMKs, old ones. */
    private static final String LMK_COUNTS = "030300";

    /** Scheme, algorithm, status and comment of each. */
    private static final String[] LMKS = {"V0TVariant", "K1TKey block", "K2TAES key block"};

    private static final char BETWEEN_LMKS = 0x14;
    private static final char BEHIND_LMKS = 0x15;
    private static final String NO_FRAUD = "00";
    private static final int SECONDS_DIGITS = 10;
    private static final int VOLUME_DIGITS = 12;

    private final CommandTable<Device> table;
    private final Clock clock;
    private final Instant start;

    private HealthReports(CommandTable<Device> table, Clock clock) {
        this.table = table;
        this.clock = clock;
        this.start = clock.instant();
    }

    /** Adds J2, J4, J8 and JK to a table, whose commands they count from now on. */
    public static void addTo(CommandTable<Device> table) {
        final HealthReports reports = new HealthReports(table, Clock.systemUTC());
        table.add("J2", reports::load)
                .add("J4", reports::volumes)
                .add("J8", reports::counts)
                .add("JK", reports::health);
    }

    private void load(RequestReader in, ResponseWriter out, Device device) throws HostRefusal {
        final long seconds = begin(in, out);
        out.text(padded(seconds, SECONDS_DIGITS))
                .text(LOWEST_BAND)
                .text(padded(seconds, SECONDS_DIGITS))
                .text(BAND_END);
    }

    private void volumes(RequestReader in, ResponseWriter out, Device device) throws HostRefusal {
        out.text(padded(begin(in, out), SECONDS_DIGITS));
        table.volumes().forEach((code, count) -> out.text(code).text(padded(count, VOLUME_DIGITS)));
    }

    private void counts(RequestReader in, ResponseWriter out, Device device) throws HostRefusal {
        begin(in, out);
        out.text(NO_REBOOTS_NO_TAMPERS).text(NO_FAILED_PINS);
    }

    private void health(RequestReader in, ResponseWriter out, Device device) throws HostRefusal {
        in.end();
        out.text(SERIAL).text(TIME.format(clock.instant())).text(STATES).text(LMK_COUNTS);
        final String authorised = device.isAuthorised() ? "101" : "000";
        for (int i = 0; i < LMKS.length; i++) {
            if (i > 0) out.character(BETWEEN_LMKS);
            out.text(padded(i, 2)).text(authorised).text(LMKS[i]);
        }
        out.character(BEHIND_LMKS).text(NO_FRAUD);
    }

    /** Serial number and period; leaves the seconds of the period. */
    private long begin(RequestReader in, ResponseWriter out) throws HostRefusal {
        in.end();
        final Instant now = clock.instant();
        final String time = TIME.format(now);
        out.text(SERIAL).text(TIME.format(start)).text(time).text(time);
        return Math.max(0, Duration.between(start, now).toSeconds());
    }

    private static String padded(long value, int digits) {
        final String text = Long.toString(value);
        return "0".repeat(digits - text.length()) + text;
    }
}
