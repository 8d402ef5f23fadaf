package io.cardswitch.core.simulator;

import io.cardswitch.core.simulator.request.AnswerShapes;
import io.cardswitch.core.simulator.request.Digits;
import io.cardswitch.core.simulator.request.Sent;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Append-only record of everything sent and received, one JSON object per line, for a later audit
 * against the journal. A request is in the file before it is in the socket, so what the file lacks
 * was not sent; answers follow as they are read. It holds no card number.
 *
 * <pre>
 * {"ms":1766,"connection":0,"request":"0200","stan":"000001","rrn":"532601000001",
 *  "terminal":"L7Q2K000","time":"1122011500","amount_minor":1250}
 * {"ms":1766,"connection":0,"answer":"0210","stan":"000001","rrn":"532601000001",
 *  "terminal":"L7Q2K000","response_code":"00","authorization":"ABC123"}
 * </pre>
 */
public final class AuditTape implements Closeable {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int LONGEST_LINE = 256;
    private static final byte[] MS = ascii("{\"ms\":");
    private static final byte[] CONNECTION = ascii(",\"connection\":");
    private static final byte[] REQUEST = ascii(",\"request\":\"");
    private static final byte[] ANSWER = ascii(",\"answer\":\"");
    private static final byte[] STAN = ascii("\",\"stan\":\"");
    private static final byte[] RRN = ascii("\",\"rrn\":\"");
    private static final byte[] TERMINAL = ascii("\",\"terminal\":\"");
    private static final byte[] TIME = ascii("\",\"time\":\"");
    private static final byte[] AMOUNT = ascii("\",\"amount_minor\":");
    private static final byte[] CODE = ascii("\",\"response_code\":\"");
    private static final byte[] AUTHORIZATION = ascii("\",\"authorization\":\"");
    private static final byte[] END = ascii("}\n");
    private static final byte[] QUOTED_END = ascii("\"}\n");

    private final FileChannel file;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private int end;

    private AuditTape(FileChannel file) {
        this.file = file;
    }

    /** Opens a tape at the end of the file, which is created when missing. */
    public static AuditTape open(Path path) throws IOException {
        return new AuditTape(
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /** Adds a request that is about to be sent. */
    void request(int connection, Sent sent, byte[] terminal) {
        start(connection);
        put(REQUEST);
        putMti(sent.mti());
        put(STAN);
        putDigits(sent.stan(), 6);
        put(RRN);
        putDigits(sent.rrn(), 12);
        put(TERMINAL);
        put(terminal);
        put(TIME);
        putDigits(sent.time(), 10);
        put(AMOUNT);
        end += buffer.putLongAscii(end, sent.amountMinor());
        put(END);
    }

    /** Adds an answer as it was received; {@code offset} is the start of its body. */
    void answer(int connection, DirectBuffer source, int offset, AnswerShapes.Shape shape) {
        start(connection);
        put(ANSWER);
        putMti(shape.mti());
        put(STAN);
        putDigits(shape.stan(source, offset), 6);
        put(RRN);
        putDigits(shape.rrn(source, offset), 12);
        put(TERMINAL);
        putText(source, offset, shape.terminalOffset(), 8);
        put(CODE);
        putText(source, offset, shape.responseCodeOffset(), 2);
        if (shape.authorizationOffset() >= 0) {
            put(AUTHORIZATION);
            putText(source, offset, shape.authorizationOffset(), 6);
        }
        put(QUOTED_END);
    }

    /** Hands what was added to the operating system: it survives the death of this process. */
    void flush() {
        if (end == 0) {
            return;
        }
        bytes.limit(end).position(0);
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("tape cannot be written: " + e.getMessage(), e);
        }
        end = 0;
    }

    /** Flushes, then closes the file. */
    @Override
    public void close() throws IOException {
        flush();
        file.close();
    }

    private void start(int connection) {
        if (BUFFER_BYTES - end < LONGEST_LINE) {
            flush();
        }
        put(MS);
        end += buffer.putLongAscii(end, System.currentTimeMillis());
        put(CONNECTION);
        end += buffer.putIntAscii(end, connection);
    }

    private void put(byte[] text) {
        buffer.putBytes(end, text);
        end += text.length;
    }

    private void putDigits(long value, int digits) {
        Digits.putText(buffer, end, value, digits);
        end += digits;
    }

    private void putMti(int mti) {
        Digits.putMti(buffer, end, mti, false);
        end += 4;
    }

    /** Copies text of the message; what JSON would have to escape becomes a question mark. */
    private void putText(DirectBuffer source, int offset, int at, int length) {
        if (at < 0) {
            return;
        }
        for (int i = 0; i < length; i++) {
            final byte character = source.getByte(offset + at + i);
            final boolean plain =
                    character >= ' ' && character < 127 && character != '"' && character != '\\';
            buffer.putByte(end++, plain ? character : (byte) '?');
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
