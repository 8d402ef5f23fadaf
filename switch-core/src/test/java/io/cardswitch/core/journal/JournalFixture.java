package io.cardswitch.core.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardswitch.core.journal.segment.SegmentFile;

import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Writes journals, remembers what and where, damages and reopens them. */
final class JournalFixture {
    /** Small, so that a few thousand commands fill several. */
    static final long SEGMENT_BYTES = 1 << 20;

    /** Where a record stands. */
    record Place(Path file, int offset, int length) {
        int end() {
            return offset + length;
        }
    }

    private final SplittableRandom random = new SplittableRandom(4711);
    private final CommandTape tape = new CommandTape();
    private final JournalFormat format;
    private final JournalConfig config;
    private long sequence;

    JournalFixture(JournalFormat format, Path directory) {
        this(format, directory, Durability.PROCESS);
    }

    JournalFixture(JournalFormat format, Path directory, Durability durability) {
        this.format = format;
        config =
                JournalConfig.of(directory, durability)
                        .withSegmentBytes(SEGMENT_BYTES)
                        .withMinimumFreeBytes(0);
    }

    JournalConfig config() {
        return config;
    }

    CommandTape tape() {
        return tape;
    }

    long sequence() {
        return sequence;
    }

    SegmentedJournal open(CommandTape replayed) {
        return format.open(config, replayed);
    }

    /** Opens a journal here or elsewhere and returns what it replayed. */
    CommandTape replay(Path directory) {
        final CommandTape replayed = new CommandTape();
        format.open(
                        JournalConfig.of(directory, Durability.PROCESS)
                                .withSegmentBytes(SEGMENT_BYTES)
                                .withMinimumFreeBytes(0),
                        replayed)
                .close();
        return replayed;
    }

    /** Appends batches of commands of random length and contents. */
    void append(Journal journal, int batches, int commandsPerBatch) {
        for (int batch = 0; batch < batches; batch++) {
            for (int i = 0; i < commandsPerBatch; i++) {
                final UnsafeBuffer command = CommandTape.command(random);
                journal.append(++sequence, command, 0, command.capacity());
                tape.add(sequence, command, 0, command.capacity());
            }
            journal.commit();
            assertEquals(sequence, journal.appendedSequence());
        }
    }

    /** Writes a journal in one run and closes it. */
    JournalFixture written(int batches, int commandsPerBatch) {
        try (SegmentedJournal journal = open(new CommandTape())) {
            append(journal, batches, commandsPerBatch);
        }
        return this;
    }

    /** Where each record stands. */
    static List<Place> places(Path directory) {
        final List<Place> places = new ArrayList<>();
        JournalReader.read(
                directory,
                (file, sequence, buffer, offset, length) ->
                        places.add(new Place(file, offset - 24, length + 24)));
        return places;
    }

    static void flip(Path file, long offset, int mask) {
        final ByteBuffer one = ByteBuffer.allocate(1);
        try (FileChannel channel = writable(file)) {
            channel.read(one, offset);
            one.put(0, (byte) (one.get(0) ^ mask)).clear();
            channel.write(one, offset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void zero(Path file, long offset, int length) {
        try (FileChannel channel = writable(file)) {
            final long rest = Math.min(length, channel.size() - offset);
            channel.write(ByteBuffer.allocate((int) rest), offset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void truncate(Path file, long size) {
        try (FileChannel channel = writable(file)) {
            channel.truncate(size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel writable(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    static List<Path> segments(Path directory) {
        try {
            return SegmentFile.list(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a data directory, as a crash at this moment would leave it for the next process. */
    static Path copy(Path from, Path to) {
        try (Stream<Path> entries = Files.walk(from)) {
            for (final Path entry : entries.toList()) {
                final Path target = to.resolve(from.relativize(entry).toString());
                if (Files.isDirectory(entry)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(entry, target);
                }
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
