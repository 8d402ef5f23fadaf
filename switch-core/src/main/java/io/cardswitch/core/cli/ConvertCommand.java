package io.cardswitch.core.cli;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.convert.HexConverter;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code convert}: messages of one dialect as messages of another. */
@Command(
        name = "convert",
        description = {
            "Writes messages of one dialect as messages of another.",
            "Takes messages in hexadecimal, arguments or lines of the standard input, of the same",
            "or another version of ISO 8583. Elements that the other dialect does not say are left",
            "out; the standard error names them with the reason, and what is said less exactly.",
            "Exits 1 if there was a bad message, or one that lost more than its MAC."
        },
        footer = {
            "",
            "Example: cardswitch convert --from iso87-binary --to iso93-ascii"
                    + " 0800202000000080000000000000000131323334"
                    + "35363738"
        },
        mixinStandardHelpOptions = true)
public final class ConvertCommand implements Callable<Integer> {
    @Spec private CommandSpec command;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "NAME|FILE.yaml",
            description = "dialect of the messages")
    private String from;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "NAME|FILE.yaml",
            description = "dialect to write")
    private String to;

    @Option(
            names = "--date",
            paramLabel = "YYYY-MM-DD",
            description = "day near dates that have no year; without it today")
    private LocalDate date;

    @Parameters(paramLabel = "HEX", description = "messages; none: read the standard input")
    private List<String> messages = List.of();

    /** For picocli. */
    public ConvertCommand() {}

    @Override
    public Integer call() throws IOException {
        final MessageSpec source = DialectArgument.resolve(from, command);
        final MessageSpec target = DialectArgument.resolve(to, command);
        if (source == null || target == null) return CommandLine.ExitCode.USAGE;
        final LocalDate day = date == null ? LocalDate.now() : date;
        final int today = day.getYear() * 10_000 + day.getMonthValue() * 100 + day.getDayOfMonth();
        final HexConverter converter = new HexConverter(source, target, today);
        final MessageLines lines =
                new MessageLines(
                        (line, out) -> convert(converter, line, out),
                        command.commandLine().getOut());
        if (messages.isEmpty()) lines.acceptAll(System.in);
        else messages.forEach(lines::accept);
        return lines.exitCode();
    }

    private boolean convert(HexConverter converter, String line, StringBuilder out) {
        if (!converter.convert(line, out)) return false;
        final List<String> remarks = converter.remarks();
        if (remarks.isEmpty()) return true;
        final PrintWriter err = command.commandLine().getErr();
        err.println(String.join("; ", remarks));
        err.flush();
        return !converter.isMeaningLost();
    }
}
