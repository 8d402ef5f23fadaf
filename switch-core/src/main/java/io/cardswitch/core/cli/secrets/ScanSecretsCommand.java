package io.cardswitch.core.cli.secrets;

import io.cardswitch.core.journal.JournalException;
import io.cardswitch.core.node.ExitCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** {@code scan-secrets}: proves that a directory holds no card data it should not hold. */
@Command(
        name = "scan-secrets",
        description = {
            "Looks for card data and known values in all files of a directory.",
            "Finds card numbers (Luhn) in ASCII, EBCDIC, UTF-16 and packed, track data and the",
            "values of --canary; exit 1 with file:offset when there are any. A configuration"
                    + " directory with test cards holds",
            "card numbers, of course; a data directory never does."
        },
        footer = {
            "",
            "Example: cardswitch demo --data data --duration 5",
            "         cardswitch scan-secrets data --canary 0123456789ABCDEF"
        },
        mixinStandardHelpOptions = true)
public final class ScanSecretsCommand implements Callable<Integer> {
    private static final int BLOCK_LENGTH = 1 << 22;
    private static final int MOST_SHOWN = 100;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Directory or file.")
    private Path directory;

    @Option(
            names = "--canary",
            paramLabel = "VALUE",
            description = "A value that must not be there, as text or packed; may be repeated.")
    private List<String> canaries = List.of();

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description = {
                "Configuration with the site's cards.csv: packed numbers that stand alone are",
                "looked for under the first eight digits of its cards, because any eight bytes",
                "can be a card number by chance. Default: those of the demonstration."
            })
    private Path configuration;

    private long findings;
    private long files;

    /** For picocli. */
    public ScanSecretsCommand() {}

    @Override
    public Integer call() {
        final PrintWriter err = spec.commandLine().getErr();
        final List<Canary> forms = new ArrayList<>();
        try {
            for (int i = 0; i < canaries.size(); i++) {
                forms.addAll(Canary.of(i + 1, canaries.get(i)));
            }
        } catch (final IllegalArgumentException e) {
            err.println("--canary: " + e.getMessage());
            return ExitCode.USAGE;
        }
        final BinTable bins;
        try {
            bins = configuration == null ? BinTable.ofTests() : BinTable.of(configuration);
        } catch (final IOException | UncheckedIOException e) {
            err.println("--config: cards.csv cannot be read: " + JournalException.describe(e));
            return ExitCode.USAGE;
        }
        final SecretScanner scanner = new SecretScanner(forms, bins);
        final ByteBuffer block = ByteBuffer.allocate(BLOCK_LENGTH);
        try (Stream<Path> all = Files.walk(directory.toRealPath())) {
            for (final Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                scan(file, scanner, block);
            }
        } catch (final IOException | UncheckedIOException e) {
            err.println(directory + " cannot be read: " + JournalException.describe(e));
            return ExitCode.USAGE;
        }
        if (files == 0) {
            err.println(directory + " holds no file: nothing was scanned");
            return ExitCode.USAGE;
        }
        final PrintWriter out = spec.commandLine().getOut();
        if (findings > MOST_SHOWN) {
            out.println("and " + (findings - MOST_SHOWN) + " more");
        }
        out.println(findings + " findings in " + files + " files");
        return findings == 0 ? ExitCode.DONE : ExitCode.FOUND;
    }

    /** Blocks overlap, so that a secret across their border is seen whole by one of them. */
    private void scan(Path file, SecretScanner scanner, ByteBuffer block) throws IOException {
        files++;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long position = 0;
            boolean isLast = false;
            while (!isLast) {
                block.clear();
                final int from = position == 0 ? 0 : SecretScanner.CONTEXT;
                final long start = position - from;
                isLast = fill(channel, block, start);
                block.flip();
                final int limit = isLast ? block.limit() : block.limit() - SecretScanner.OVERLAP;
                scanner.scan(
                        block,
                        from,
                        limit,
                        (offset, what, shown) -> report(file, start + offset, what, shown));
                position = start + limit;
            }
        }
    }

    /** True when the end of the file was reached. */
    private static boolean fill(FileChannel channel, ByteBuffer block, long position)
            throws IOException {
        while (block.hasRemaining()) {
            if (channel.read(block, position + block.position()) < 0) {
                return true;
            }
        }
        return false;
    }

    private void report(Path file, long offset, String what, String shown) {
        findings++;
        if (findings <= MOST_SHOWN) {
            spec.commandLine().getOut().println(file + ":" + offset + ": " + what + " " + shown);
        }
    }
}
