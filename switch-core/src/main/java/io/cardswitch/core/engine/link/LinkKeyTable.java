package io.cardswitch.core.engine.link;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.sbe.KeyExchangeDecoder;
import io.cardswitch.core.domain.LinkKeyKind;
import io.cardswitch.core.ledger.FixedMemory;

import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.List;

/**
 * The newest key of every link and kind, and the one before it for as long as messages made with it
 * may be on their way. Few and seldom: a row is found by looking at all.
 *
 * <pre>
 *  0        2      8                16           24     32               160
 *  | linkId | kind | previousEndsMs | checkValue | stan | keyBlock (128) | previous (128) | 288
 * </pre>
 */
public final class LinkKeyTable {
    /** Most links and kinds. */
    public static final int MAX_KEYS = 1_024;

    /** How long the previous key serves beside the new one. */
    public static final long OVERLAP_MS = 5 * 60_000;

    private static final int NONE = -1;
    private static final int KEY_LENGTH = KeyExchangeDecoder.keyBlockLength();
    private static final int CHECK_VALUE_LENGTH = KeyExchangeDecoder.checkValueLength();
    private static final int LINK = 0;
    private static final int KIND = 2;
    private static final int PREVIOUS_ENDS = 8;
    private static final int CHECK_VALUE = 16;
    private static final int STAN = 24;
    private static final int CURRENT = 32;
    private static final int PREVIOUS = CURRENT + KEY_LENGTH;
    private static final int ROW_LENGTH = PREVIOUS + KEY_LENGTH;

    private final FixedMemory rows = new FixedMemory(MAX_KEYS, ROW_LENGTH);
    private final UnsafeBuffer key = new UnsafeBuffer(new byte[KEY_LENGTH]);
    private final UnsafeBuffer checkValue = new UnsafeBuffer(new byte[CHECK_VALUE_LENGTH]);
    private int count;

    /**
     * Takes in a new key. The repeat of a message changes nothing: the same key under the local
     * master key is another block each time, so its check value tells.
     *
     * @return false when there is no room for a further link
     */
    public boolean exchange(KeyExchangeDecoder exchange, long nowMs) {
        check(LinkKeyKind.isCode(exchange.kind()), "the kind was looked at before");
        exchange.getKeyBlock(key.byteArray(), 0);
        exchange.getCheckValue(checkValue.byteArray(), 0);
        check(key.getByte(0) != 0, "a key was looked at before");
        final int found = find(exchange.linkId(), exchange.kind());
        if (found == NONE && count == MAX_KEYS) return false;
        final int row = found == NONE ? add(exchange.linkId(), exchange.kind()) : found;
        if (found != NONE && isRepeat(row, exchange)) return true;
        if (found != NONE) {
            for (int i = 0; i < KEY_LENGTH; i += Long.BYTES) {
                rows.putLong(row, PREVIOUS + i, rows.getLong(row, CURRENT + i));
            }
        }
        rows.putLong(row, PREVIOUS_ENDS, nowMs + OVERLAP_MS);
        rows.putBytes(row, CURRENT, key, 0, KEY_LENGTH);
        rows.putBytes(row, CHECK_VALUE, checkValue, 0, CHECK_VALUE_LENGTH);
        rows.putInt(row, STAN, (int) exchange.stan());
        check(count <= MAX_KEYS, "the table keeps its size");
        return true;
    }

    private boolean isRepeat(int row, KeyExchangeDecoder exchange) {
        return rows.getInt(row, STAN) == exchange.stan()
                && rows.equalBytes(row, CHECK_VALUE, checkValue, 0, CHECK_VALUE_LENGTH);
    }

    /** All keys, in the order of their first exchange. Allocates: not for the message path. */
    public List<LinkKey> list() {
        final List<LinkKey> keys = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            keys.add(
                    new LinkKey(
                            rows.getShort(row, LINK),
                            LinkKeyKind.of(rows.getByte(row, KIND)),
                            text(row, CURRENT, KEY_LENGTH),
                            text(row, CHECK_VALUE, CHECK_VALUE_LENGTH),
                            rows.getInt(row, STAN),
                            text(row, PREVIOUS, KEY_LENGTH),
                            rows.getLong(row, PREVIOUS_ENDS)));
        }
        return keys;
    }

    /** Hash of all keys, continued from {@code seed}; the seed itself before the first. */
    public long hash(long seed) {
        return count == 0 ? seed : rows.hash(seed ^ count, count);
    }

    private int find(int linkId, int kind) {
        for (int row = 0; row < count; row++) {
            if (rows.getShort(row, LINK) == linkId && rows.getByte(row, KIND) == kind) {
                return row;
            }
        }
        return NONE;
    }

    private int add(int linkId, int kind) {
        check(count < MAX_KEYS, "room for a key was checked before");
        final int row = count++;
        rows.putShort(row, LINK, linkId);
        rows.putByte(row, KIND, kind);
        return row;
    }

    private String text(int row, int at, int length) {
        final StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length && rows.getByte(row, at + i) != 0; i++) {
            text.append((char) rows.getByte(row, at + i));
        }
        return text.toString();
    }
}
