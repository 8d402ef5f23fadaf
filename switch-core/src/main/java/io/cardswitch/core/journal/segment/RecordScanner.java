package io.cardswitch.core.journal.segment;

import java.nio.file.Path;

/** Verifies records one by one, across segments: length, checksum, sequence, chain of hashes. */
public final class RecordScanner {
    private static final int SECTOR_BYTES = 512;
    private static final int PAGE_BYTES = 4096;
    private static final long FARTHEST_RECORD = 1L << 32; // Keeps checksums off random bytes.

    private final RecordFlyweight record = new RecordFlyweight();
    private final RecordHandler handler;
    private boolean isStartKnown;
    private long nextSequence = 1;
    private long lastHash;
    private long records;
    private int end;
    private int excerptStart;
    private boolean isMisplaced;

    /**
     * @param isStartKnown the journal begins with record 1; false when older segments were deleted
     * @param handler given every good record
     */
    public RecordScanner(boolean isStartKnown, RecordHandler handler) {
        this.isStartKnown = isStartKnown;
        this.handler = handler;
    }

    /** Sequence that the next record must have. */
    public long nextSequence() {
        return nextSequence;
    }

    /** Hash of the last good record: the end of the chain. */
    public long lastHash() {
        return lastHash;
    }

    /** Good records so far. */
    public long records() {
        return records;
    }

    /** Behind the last good record (and its excerpt) of the segment scanned last. */
    public int end() {
        return end;
    }

    /** First byte of the excerpt that is damaged, or -1 when the damage is not inside one. */
    public int excerptStart() {
        return excerptStart;
    }

    /** The damage is a whole record in the wrong place: no crash leaves that. */
    public boolean isMisplaced() {
        return isMisplaced;
    }

    /** Walks one segment to its end; null when all of it is good. */
    public JournalDamage scan(SegmentFile segment) {
        record.wrap(segment.bytes());
        end = segment.position();
        while (segment.nextExtent()) {
            int at = segment.extentStart();
            excerptStart = segment.isPlain() ? -1 : at;
            final int limit = segment.extentEnd();
            while (at < limit) {
                if (segment.isPlain() && isEnd(at, limit)) return null;
                final String reason = verify(at, limit);
                if (reason != null) return new JournalDamage(segment.file(), at, reason);
                accept(segment.file(), at);
                at += record.recordLength(at);
                end = at;
            }
            if (!segment.isShort()) end = segment.position();
        }
        if (segment.isShort()) {
            return new JournalDamage(segment.file(), end, segment.defect());
        }
        excerptStart = -1;
        if (segment.defect() != null) {
            return new JournalDamage(segment.file(), segment.position(), segment.defect());
        }
        end = segment.position();
        return null;
    }

    private boolean isEnd(int at, int limit) {
        return at + RecordFlyweight.HEADER_LENGTH > limit || record.isBlank(at);
    }

    private String verify(int at, int limit) {
        isMisplaced = false;
        if (!record.isIntact(at, limit)) return "record " + nextSequence + " is damaged";
        if (!isStartKnown) {
            isStartKnown = true;
            nextSequence = record.sequence(at);
            lastHash = record.previous(at);
        }
        if (record.sequence(at) != nextSequence) {
            isMisplaced = true;
            return "expected record "
                    + nextSequence
                    + ", found record "
                    + record.sequence(at)
                    + ": a segment file is missing, doubled or out of place";
        }
        if (record.previous(at) != lastHash) {
            isMisplaced = true;
            return "record " + nextSequence + " does not continue the chain of the one before";
        }
        return null;
    }

    private void accept(Path file, int at) {
        final int offset = at + RecordFlyweight.HEADER_LENGTH;
        handler.onRecord(file, nextSequence, record.buffer(), offset, record.commandLength(at));
        lastHash = record.hash(at);
        nextSequence++;
        records++;
    }

    /** What stands behind a damaged place. */
    public static final class Aftermath {
        private long records;
        private long forced;

        /** Good records behind the place, in this file and later ones. */
        public long records() {
            return records;
        }

        /** Highest sequence that one of them says was forced. */
        public long forced() {
            return forced;
        }
    }

    /**
     * Adds to {@code found} what good records a segment holds behind {@code from}.
     *
     * @return whether a power cut can have left what stands at {@code from}: a sector that never
     *     reached the disk, zeros where a page ends because it reached the disk before its last
     *     words were written, or an excerpt not yet marked as finished
     */
    public boolean searchBehind(SegmentFile segment, int from, Aftermath found) {
        record.wrap(segment.bytes());
        int next = segment.size();
        int at = isUnfinished(segment, from) ? skipUnfinished(segment, from) : from;
        while (at + RecordFlyweight.HEADER_LENGTH <= segment.size()) {
            if (isZero(at) && isZero(at + 8)) {
                at += 8; // A record that begins within these has length zero.
            } else if (isLater(at) && record.isIntact(at, segment.size())) {
                next = Math.min(next, at);
                found.records++;
                found.forced = Math.max(found.forced, record.forced(at));
                at += record.recordLength(at);
            } else {
                at++;
            }
        }
        return hasHole(segment, from, next);
    }

    /** Behind the records of an excerpt that was never finished, so never promised. */
    private int skipUnfinished(SegmentFile segment, int from) {
        int at = from + SegmentFile.WORD_LENGTH;
        for (long next = nextSequence; record.isIntact(at, segment.size()); next++) {
            if (record.sequence(at) != next) break;
            at += record.recordLength(at);
        }
        return at;
    }

    /** Behind the last byte at or after {@code from} that is not zero. */
    public static int lastUsed(SegmentFile segment, int from) {
        int at = segment.size();
        while (at - 8 >= from && segment.bytes().getLong(at - 8) == 0) {
            at -= 8;
        }
        while (at > from && segment.bytes().get(at - 1) == 0) {
            at--;
        }
        return at;
    }

    private boolean isLater(int at) {
        final long distance = record.sequence(at) - nextSequence;
        return distance >= 0 && distance < FARTHEST_RECORD;
    }

    private boolean isZero(int at) {
        return record.buffer().getLong(at) == 0;
    }

    /** Pages reach the disk on their own, each as it was at some moment before the power went. */
    private boolean hasHole(SegmentFile segment, int from, int next) {
        if (from + RecordFlyweight.HEADER_LENGTH > segment.size()) return true;
        if (isUnfinished(segment, from)) return true;
        final int firstPageEnd = (from & -PAGE_BYTES) + PAGE_BYTES;
        final int to = Math.min(next, Math.max(firstPageEnd, from + record.recordLength(from)));
        for (int pageEnd = firstPageEnd; pageEnd <= to; pageEnd += PAGE_BYTES) {
            if (isAllZero(segment, Math.max(from, pageEnd - Integer.BYTES), pageEnd)) return true;
        }
        for (int sector = from & -SECTOR_BYTES; sector < to; sector += SECTOR_BYTES) {
            if (isAllZero(segment, sector, sector + SECTOR_BYTES)) return true;
        }
        return false;
    }

    /**
     * An excerpt was begun and never finished: its word is written last. Until then it is zero, and
     * the records behind it are there all or in part.
     */
    private boolean isUnfinished(SegmentFile segment, int from) {
        if (excerptStart >= 0) return false;
        final int first = from + SegmentFile.WORD_LENGTH;
        return segment.isUnfinished(from)
                || segment.isBlank(from)
                        && record.isIntact(first, segment.size())
                        && record.sequence(first) == nextSequence;
    }

    private static boolean isAllZero(SegmentFile segment, int from, int to) {
        final int limit = Math.min(to, segment.size());
        int at = from;
        while (at < limit && segment.bytes().get(at) == 0) {
            at++;
        }
        return at == limit;
    }
}
