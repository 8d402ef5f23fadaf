package io.cardswitch.core.simulator.request;

import io.cardswitch.core.simulator.request.RequestFrames.Places;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.util.Map;
import java.util.stream.Stream;

/**
 * The terminal behind one connection: chooses what to send next and writes it. Keys never repeat
 * but where a repeat is meant: DE11 counts up, and where it wraps within one second DE7 runs ahead.
 */
public final class RequestSource {
    private static final int LAST_STAN = 999_999;
    private static final int RECENT_MASK = 63;
    private static final int TERMINAL_LENGTH = 8;

    private final RequestFrames frames;
    private final RequestClock clock;
    private final TransactionKind[] kinds;
    private final TransactionKind fallback;
    private final long smallestMinor;
    private final long amountRange;
    private final byte[] terminal;
    private final Sent sent = new Sent();
    private final Sent[] recent = new Sent[RECENT_MASK + 1];
    private int recentStart;
    private int recentEnd;
    private long random;
    private int stan;
    private long wrapSecond;
    private long timeSecond = -1;
    private long time;

    /**
     * One terminal.
     *
     * @param terminal DE41, eight ASCII characters
     * @param seed of its choices
     */
    public RequestSource(
            RequestFrames frames, LoadMix mix, RequestClock clock, byte[] terminal, long seed) {
        this.frames = frames;
        this.clock = clock;
        this.terminal = terminal.clone();
        kinds = spread(mix.weights());
        fallback =
                mix.weights().keySet().stream()
                        .filter(TransactionKind::isStart)
                        .sorted()
                        .findFirst()
                        .orElseThrow();
        smallestMinor = mix.smallestMinor();
        amountRange = mix.largestMinor() - mix.smallestMinor() + 1;
        random = seed | 1;
        for (int i = 0; i < recent.length; i++) {
            recent[i] = new Sent();
        }
    }

    /** Most bytes that {@link #next} writes. */
    public int longestFrame() {
        return frames.longest();
    }

    /** What {@link #next} wrote last. */
    public Sent last() {
        return sent;
    }

    /** DE41 of this terminal. */
    public byte[] terminal() {
        return terminal;
    }

    /** Writes the next request with its length header, notes it as in flight, tells its length. */
    public int next(MutableDirectBuffer target, int offset, InFlight inFlight, long intendedNs) {
        final int length = compose(target, offset, inFlight, intendedNs);
        frames.seal(sent.frame, target, offset);
        return length;
    }

    /** Whether an answer has the MAC that it must have. */
    public boolean isSealed(DirectBuffer buffer, int offset, AnswerShapes.Shape shape) {
        return frames.isSealed(buffer, offset, shape);
    }

    private int compose(
            MutableDirectBuffer target, int offset, InFlight inFlight, long intendedNs) {
        final TransactionKind kind = kinds[below(kinds.length)];
        if (kind == TransactionKind.REPEAT && hasRecent()) {
            final Sent original = recent[recentStart & RECENT_MASK];
            if (inFlight.isFree(original.stan)) {
                recentStart++;
                sent.copyFrom(original);
                sent.mti = original.mti | 1;
                return write(target, offset, inFlight, intendedNs);
            }
        }
        takeKey(inFlight);
        if (kind == TransactionKind.REVERSAL && hasRecent()) {
            final Sent original = recent[recentStart++ & RECENT_MASK];
            sent.mti = kind.mti();
            sent.frame = frames.frame(kind, frames.card(original.frame));
            sent.rrn = original.rrn;
            sent.amountMinor = original.amountMinor;
            final int length = write(target, offset, inFlight, intendedNs);
            putOriginal(target, offset, original);
            return length;
        }
        final TransactionKind start = kind.isStart() ? kind : fallback;
        sent.mti = start.mti();
        sent.frame = frames.frame(start, below(frames.cardCount()));
        sent.rrn = clock.nextRrn();
        final long fixed = frames.fixedMinor(sent.frame);
        final long free = start.hasAmount() ? smallestMinor + below(amountRange) : 0;
        sent.amountMinor = fixed > 0 ? fixed : free;
        return write(target, offset, inFlight, intendedNs);
    }

    /** Notes an approval: what it approved may be reversed or repeated later. */
    public void approved(InFlight inFlight, int slot) {
        final boolean isOriginal =
                (inFlight.mti(slot) & 0xF01) == 0x200 || (inFlight.mti(slot) & 0xF01) == 0x100;
        if (isOriginal) {
            if (recentEnd - recentStart > RECENT_MASK) {
                recentStart++;
            }
            inFlight.copyTo(slot, recent[recentEnd++ & RECENT_MASK]);
        }
    }

    private boolean hasRecent() {
        return recentEnd != recentStart;
    }

    private void takeKey(InFlight inFlight) {
        do {
            if (stan == LAST_STAN) {
                stan = 0;
                wrapSecond = Math.max(clock.second(), wrapSecond) + 1;
            }
            stan++;
        } while (!inFlight.isFree(stan));
        final long now = Math.max(clock.second(), wrapSecond);
        if (now != timeSecond) {
            timeSecond = now;
            time = RequestClock.transmissionTime(now);
        }
        sent.stan = stan;
        sent.time = time;
    }

    private int write(MutableDirectBuffer target, int offset, InFlight inFlight, long intendedNs) {
        final int length = frames.copy(sent.frame, target, offset);
        final Places places = frames.places(sent.frame);
        final boolean packed = places.packed();
        Digits.putMti(target, offset + places.mti(), sent.mti, packed);
        if (places.amount() >= 0) {
            Digits.put(target, offset + places.amount(), sent.amountMinor, 12, packed);
        }
        Digits.put(target, offset + places.time(), sent.time, 10, packed);
        Digits.put(target, offset + places.stan(), sent.stan, 6, packed);
        Digits.putText(target, offset + places.rrn(), sent.rrn, 12);
        target.putBytes(offset + places.terminal(), terminal, 0, TERMINAL_LENGTH);
        inFlight.take(sent, intendedNs);
        return length;
    }

    private void putOriginal(MutableDirectBuffer target, int offset, Sent original) {
        final Places places = frames.places(sent.frame);
        final boolean packed = places.packed();
        final int at = offset + places.original();
        final int perByte = packed ? 2 : 1;
        Digits.putMti(target, at, original.mti, packed);
        Digits.put(target, at + 4 / perByte, original.stan, 6, packed);
        Digits.put(target, at + 10 / perByte, original.time, 10, packed);
    }

    private int below(long bound) {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (int) ((random >>> 16) % bound);
    }

    private static TransactionKind[] spread(Map<TransactionKind, Integer> weights) {
        return weights.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(entry -> Stream.generate(entry::getKey).limit(entry.getValue()))
                .toArray(TransactionKind[]::new);
    }
}
