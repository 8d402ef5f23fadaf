package io.cardswitch.core.journal.segment;

import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One segment file, mapped for reading, and where in it records stand.
 *
 * <p>Every start of the switch writes to a new folder ("run"), so the file library never opens, and
 * never has to repair, what an earlier process left behind.
 *
 * <pre>
 *  DIR/LOCK
 *  DIR/journal/00000001/19700101-01LX.cq4      Chronicle Queue: records inside excerpts
 *  DIR/journal/00000002/00000001.log           plain: records from the first byte on
 *
 *  excerpt, 4-byte aligned:  | word 4 | payload ... |
 *  word: bits 0-29 payload length, bit 30 metadata, bit 31 not complete;
 *        0 none yet; C0000000 end of file
 * </pre>
 */
public final class SegmentFile implements AutoCloseable {
    public static final String CHRONICLE_SUFFIX = ".cq4";
    public static final String PLAIN_SUFFIX = ".log";

    public static final int WORD_LENGTH = 4;
    private static final int NAME_BASE = 100_000_000; // Leaves eight digits, zeros in front.
    private static final int LENGTH_MASK = 0x3FFFFFFF;
    private static final int METADATA = 0x40000000;
    private static final int NOT_COMPLETE = 0x80000000;
    private static final int END_OF_FILE = NOT_COMPLETE | METADATA;

    private final Path file;
    private final Arena arena = Arena.ofConfined();
    private final ByteBuffer bytes;
    private final UnsafeBuffer buffer;
    private final boolean isPlain;
    private int position;
    private int extentStart;
    private int extentEnd;
    private boolean isEnded;
    private boolean isShort;
    private String defect;

    /** Maps a segment as far as it reaches now. */
    public SegmentFile(Path file) throws IOException {
        this.file = file;
        isPlain = file.toString().endsWith(PLAIN_SUFFIX);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            final long size = Math.min(channel.size(), Integer.MAX_VALUE);
            bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena).asByteBuffer();
        }
        buffer = new UnsafeBuffer(bytes);
    }

    /** Folder of all runs. */
    public static Path root(Path dataDirectory) {
        return dataDirectory.resolve("journal");
    }

    /** Runs in the order they were written. */
    public static List<Path> runs(Path dataDirectory) throws IOException {
        final Path root = root(dataDirectory);
        if (!Files.isDirectory(root)) return List.of();
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(entry -> entry.getFileName().toString().matches("\\d{8}"))
                    .sorted()
                    .toList();
        }
    }

    /** Name of the run or segment with this number. */
    public static String numbered(int number) {
        return Integer.toString(NAME_BASE + number).substring(1);
    }

    /** Segment files of all runs in the order they were written. */
    public static List<Path> list(Path dataDirectory) throws IOException {
        final List<Path> files = new ArrayList<>();
        for (final Path run : runs(dataDirectory)) {
            try (Stream<Path> entries = Files.list(run)) {
                entries.filter(SegmentFile::isSegment).sorted().forEach(files::add);
            }
        }
        return files;
    }

    private static boolean isSegment(Path entry) {
        final String name = entry.getFileName().toString();
        return name.endsWith(CHRONICLE_SUFFIX) || name.endsWith(PLAIN_SUFFIX);
    }

    /** The mapped file. */
    public Path file() {
        return file;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    /** Bytes of the file when it was mapped. */
    public int size() {
        return buffer.capacity();
    }

    /** First byte of the stretch of records. */
    int extentStart() {
        return extentStart;
    }

    /** Behind the last byte of the stretch of records. */
    int extentEnd() {
        return extentEnd;
    }

    /**
     * Where the search for the next stretch goes on; behind the last, the end of the file's use.
     */
    int position() {
        return position;
    }

    /** What ended the walk early, or null when it ended where nothing more was written. */
    public String defect() {
        return defect;
    }

    /** The writer closed the file: records after its end are in the next one. */
    public boolean isEnded() {
        return isEnded;
    }

    /** The file ends inside the excerpt walked last. */
    boolean isShort() {
        return isShort;
    }

    /** No excerpt was finished at {@code at}: what stands behind is none yet. */
    boolean isBlank(int at) {
        return !isPlain && at + WORD_LENGTH <= size() && buffer.getInt(at) == 0;
    }

    /** The word at {@code at} says that its excerpt is not complete. */
    boolean isUnfinished(int at) {
        return !isPlain
                && at + WORD_LENGTH <= size()
                && (buffer.getInt(at) & END_OF_FILE) == NOT_COMPLETE;
    }

    boolean isPlain() {
        return isPlain;
    }

    /** Walks on from here: the end of the last walk, where more may have been written since. */
    public void resume(int at) {
        position = at;
    }

    /** Moves to the next stretch of records; false at the end or at a {@link #defect}. */
    boolean nextExtent() {
        return isPlain ? nextPlain() : nextExcerpt();
    }

    private boolean nextPlain() {
        extentStart = position;
        extentEnd = size();
        position = extentEnd;
        return extentEnd > extentStart;
    }

    private boolean nextExcerpt() {
        defect = null;
        while (position + WORD_LENGTH <= size()) {
            final int word = buffer.getIntVolatile(position);
            if (word == 0) return false;
            if (word == END_OF_FILE) {
                position += WORD_LENGTH;
                isEnded = true;
                return false;
            }
            final int start = position + WORD_LENGTH;
            final int length = word & LENGTH_MASK;
            if ((word & NOT_COMPLETE) != 0) {
                defect = "an excerpt was begun and not finished";
                return false;
            }
            extentStart = start;
            extentEnd = (int) Math.min((long) start + length, size());
            isShort = length > size() - start;
            position = isShort ? size() : (extentEnd + WORD_LENGTH - 1) & -WORD_LENGTH;
            if ((word & METADATA) == 0) return true;
        }
        if (isShort) {
            defect = "the file ends inside an excerpt";
        }
        return false;
    }

    @Override
    public void close() {
        arena.close();
    }
}
