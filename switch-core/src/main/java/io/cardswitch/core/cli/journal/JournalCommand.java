package io.cardswitch.core.cli.journal;

import io.cardswitch.core.admin.Json;
import io.cardswitch.core.admin.PostingsSums;
import io.cardswitch.core.engine.SwitchStateMachine;
import io.cardswitch.core.journal.JournalException;
import io.cardswitch.core.journal.JournalReader;
import io.cardswitch.core.journal.segment.JournalDamage;
import io.cardswitch.core.journal.segment.RecordHandler;
import io.cardswitch.core.node.EngineLimits;
import io.cardswitch.core.node.ExitCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** {@code journal}: looks into the journal of a data directory, whether a switch runs or not. */
@Command(
        name = "journal",
        description = "Verifies, counts or prints the journal of a data directory.",
        footer = {
            "",
            "Example: cardswitch demo --data data --duration 5",
            "         cardswitch journal verify data"
        },
        mixinStandardHelpOptions = true)
public final class JournalCommand {
    @Spec private CommandSpec spec;

    /** For picocli. */
    public JournalCommand() {}

    @Command(
            name = "verify",
            description = {
                "Checks every record and replays it.",
                "Checksums, hash chain, checkpoints, postings, no business key approved twice.",
                "Exit 1 at the first bad record, with file and offset."
            },
            mixinStandardHelpOptions = true)
    int verify(
            @Parameters(paramLabel = "DIR", description = "Data directory.") Path directory,
            @Option(names = "--json", description = "One JSON object.") boolean isJson)
            throws IOException {
        final JournalReplay replay = replayOf(directory);
        if (replay == null) {
            return ExitCode.USAGE;
        }
        final JournalReader.Summary summary = read(directory, replay);
        if (summary == null) {
            return ExitCode.FOUND;
        }
        final JournalDamage damage = replay.failure() != null ? replay.failure() : summary.damage();
        if (damage != null) {
            return report(damage, isJson);
        }
        final SwitchStateMachine engine = replay.engine();
        final Json json =
                new Json()
                        .number("records", summary.records())
                        .number("first_sequence", summary.firstSequence())
                        .number("last_sequence", summary.lastSequence())
                        .raw("hash_chain", "\"ok\"")
                        .text("last_hash", String.format("%016x", summary.lastHash()))
                        .number("approved", replay.approvedCount())
                        .number("approved_twice", 0)
                        .raw("postings_sum_minor", PostingsSums.of(engine))
                        .raw("conserved", Boolean.toString(engine.isConserved()))
                        .text("decision_hash", String.format("%016x", engine.decisionHash()))
                        .text("state_hash", String.format("%016x", engine.stateHash()));
        print(json, isJson);
        return engine.isConserved() ? ExitCode.DONE : ExitCode.FOUND;
    }

    @Command(
            name = "stats",
            description = "Counts records, bytes and commands by type.",
            mixinStandardHelpOptions = true)
    int stats(
            @Parameters(paramLabel = "DIR", description = "Data directory.") Path directory,
            @Option(names = "--json", description = "One JSON object.") boolean isJson) {
        final JournalReader.Summary summary =
                read(directory, (file, sequence, buffer, offset, length) -> {});
        if (summary == null) {
            return ExitCode.FOUND;
        }
        final Json json =
                new Json()
                        .number("records", summary.records())
                        .number("first_sequence", summary.firstSequence())
                        .number("last_sequence", summary.lastSequence())
                        .number("segments", summary.segments())
                        .number("bytes", summary.bytes())
                        .text("first_time", Instant.ofEpochMilli(summary.firstTimeMs()).toString())
                        .text("last_time", Instant.ofEpochMilli(summary.lastTimeMs()).toString());
        for (final Map.Entry<Integer, Long> count : summary.countsByTemplate().entrySet()) {
            json.number(RecordText.nameOf(count.getKey()), count.getValue());
        }
        print(json, isJson);
        return summary.damage() == null ? ExitCode.DONE : report(summary.damage(), isJson);
    }

    @Command(
            name = "dump",
            description = "Prints one JSON object a record, masked, with the decision.",
            mixinStandardHelpOptions = true)
    int dump(
            @Parameters(paramLabel = "DIR", description = "Data directory.") Path directory,
            @Option(names = "--json", description = "The default; for symmetry.") boolean isJson)
            throws IOException {
        final JournalReplay replay = replayOf(directory);
        if (replay == null) {
            return ExitCode.USAGE;
        }
        final PrintWriter out = spec.commandLine().getOut();
        final RecordText text = new RecordText();
        final JournalReader.Summary summary =
                read(
                        directory,
                        (file, sequence, buffer, offset, length) -> {
                            replay.onRecord(file, sequence, buffer, offset, length);
                            out.println(text.of(sequence, buffer, offset, replay.effects()));
                        });
        if (summary == null) {
            return ExitCode.FOUND;
        }
        out.flush();
        final JournalDamage damage = damageOf(summary, replay);
        return damage == null ? ExitCode.DONE : report(damage, true);
    }

    /** A record that does not replay stands before any that cannot be read. */
    private static JournalDamage damageOf(JournalReader.Summary summary, JournalReplay replay) {
        return replay.failure() != null ? replay.failure() : summary.damage();
    }

    private void print(Json json, boolean isJson) {
        final PrintWriter out = spec.commandLine().getOut();
        if (isJson) {
            out.println(json);
        } else {
            json.fields()
                    .forEach(
                            (key, value) -> out.printf("%-20s %s%n", key, value.replace("\"", "")));
        }
    }

    private JournalReplay replayOf(Path directory) {
        try {
            return new JournalReplay(EngineLimits.read(directory));
        } catch (final IOException e) {
            spec.commandLine()
                    .getErr()
                    .println(
                            directory
                                    + " is no data directory of a switch: "
                                    + JournalException.describe(e));
            return null;
        }
    }

    private JournalReader.Summary read(Path directory, RecordHandler handler) {
        try {
            return JournalReader.read(directory, handler);
        } catch (final JournalException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return null;
        }
    }

    private int report(JournalDamage damage, boolean isJson) {
        if (isJson) {
            spec.commandLine()
                    .getOut()
                    .println(
                            new Json()
                                    .text("file", damage.file().toString())
                                    .number("offset", damage.offset())
                                    .text("reason", damage.reason()));
        }
        spec.commandLine()
                .getErr()
                .println(damage.file() + ":" + damage.offset() + ": " + damage.reason());
        return ExitCode.FOUND;
    }
}
