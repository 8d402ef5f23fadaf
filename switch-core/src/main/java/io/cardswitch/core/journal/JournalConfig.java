package io.cardswitch.core.journal;

import java.nio.file.Path;

/**
 * Where and how a journal is kept.
 *
 * @param directory data directory; holds {@code LOCK} and {@code journal/}
 * @param durability what an answer waits for
 * @param segmentBytes size at which a segment file is closed and the next begun; a power of two
 * @param minimumFreeBytes below this much free disk {@link Journal#hasSpace()} is false
 * @param maximumBytes oldest closed segments are deleted above this, so that a benchmark cannot
 *     fill the disk; 0 keeps everything, and nothing else is fit for money
 */
public record JournalConfig(
        Path directory,
        Durability durability,
        long segmentBytes,
        long minimumFreeBytes,
        long maximumBytes) {
    /** Segment size where none is configured. */
    public static final long DEFAULT_SEGMENT_BYTES = 256L << 20;

    /** Free-space floor where none is configured: more than the segments prepared ahead. */
    public static final long DEFAULT_MINIMUM_FREE_BYTES = 1L << 30;

    private static final long SMALLEST_SEGMENT_BYTES = 1L << 20;
    private static final long LARGEST_SEGMENT_BYTES = 1L << 30;

    /** Refuses sizes the journal cannot work with. */
    public JournalConfig {
        if (Long.bitCount(segmentBytes) != 1
                || segmentBytes < SMALLEST_SEGMENT_BYTES
                || segmentBytes > LARGEST_SEGMENT_BYTES) {
            throw new IllegalArgumentException(
                    "journal segment size must be a power of two from 1 MiB to 1 GiB, not "
                            + segmentBytes);
        }
        if (minimumFreeBytes < 0 || maximumBytes < 0) {
            throw new IllegalArgumentException("journal sizes must not be negative");
        }
    }

    /** Defaults for everything but the place and the mode. */
    public static JournalConfig of(Path directory, Durability durability) {
        return new JournalConfig(
                directory, durability, DEFAULT_SEGMENT_BYTES, DEFAULT_MINIMUM_FREE_BYTES, 0);
    }

    /** The same with another segment size. */
    public JournalConfig withSegmentBytes(long value) {
        return new JournalConfig(directory, durability, value, minimumFreeBytes, maximumBytes);
    }

    /** The same with another free-space floor. */
    public JournalConfig withMinimumFreeBytes(long value) {
        return new JournalConfig(directory, durability, segmentBytes, value, maximumBytes);
    }

    /** The same with a cap on what is kept: benchmarks only. */
    public JournalConfig withMaximumBytes(long value) {
        return new JournalConfig(directory, durability, segmentBytes, minimumFreeBytes, value);
    }
}
