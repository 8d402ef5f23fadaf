package io.cardswitch.hsm.simulator;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Answers on their way to the socket: gathered and written in one go, or mistreated as {@link
 * Faults} say.
 */
final class AnswerSink implements AutoCloseable {
    private static final int FLUSH_AT = 32 * 1024;
    private static final int FRAME_START = 2;

    private final SoftwareHsm hsm;
    private final OutputStream out;
    private final List<byte[]> held = new ArrayList<>();
    private final SplittableRandom noise = new SplittableRandom(1);
    private byte[] gathered = new byte[2 * FLUSH_AT];
    private int length;
    private long count;

    AnswerSink(SoftwareHsm hsm, OutputStream out) {
        this.hsm = hsm;
        this.out = out;
    }

    /** Takes an answer; false when the connection is to be closed. */
    boolean add(byte[] answer, int answerLength) throws IOException {
        final Faults faults = hsm.faults();
        if (faults == Faults.NONE) {
            append(answer, answerLength);
            return true;
        }
        count++;
        if (faults.isSilent() || Faults.isDue(faults.dropEvery(), count)) return true;
        if (Faults.isDue(faults.closeEvery(), count)) return false;
        if (Faults.isDue(faults.cutEvery(), count)) {
            append(answer, answerLength / 2);
            write();
            return false;
        }
        final byte[] frame = Arrays.copyOf(answer, answerLength);
        distort(frame, faults);
        send(frame, faults);
        if (Faults.isDue(faults.duplicateEvery(), count)) {
            send(frame.clone(), faults);
        }
        return true;
    }

    private void distort(byte[] frame, Faults faults) {
        final int fields = FRAME_START + hsm.config().headerLength();
        if (Faults.isDue(faults.garbageEvery(), count)) {
            for (int i = fields; i < frame.length; i++) {
                frame[i] = (byte) noise.nextInt(256);
            }
        }
        if (Faults.isDue(faults.refuseEvery(), count)) {
            frame[fields + 2] = (byte) faults.refusal().charAt(0);
            frame[fields + 3] = (byte) faults.refusal().charAt(1);
        }
    }

    private void send(byte[] frame, Faults faults) throws IOException {
        if (faults.delayMs() > 0) {
            later(frame, faults.delayMs());
        } else if (faults.shuffleWindow() > 1) {
            held.add(frame);
            if (held.size() >= faults.shuffleWindow()) {
                release();
            }
        } else {
            append(frame, frame.length);
        }
    }

    private void later(byte[] frame, int delayMs) {
        try {
            hsm.delays().schedule(() -> writeNow(frame), delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The device is being closed: nobody waits for this answer.
            Arrays.fill(frame, (byte) 0);
        }
    }

    private void writeNow(byte[] frame) {
        synchronized (out) {
            try {
                out.write(frame);
                out.flush();
            } catch (IOException e) {
                // The peer did not wait.
                Arrays.fill(frame, (byte) 0);
            }
        }
    }

    private void release() throws IOException {
        Collections.reverse(held);
        Collections.swap(held, 0, noise.nextInt(held.size()));
        for (final byte[] frame : held) {
            append(frame, frame.length);
        }
        held.clear();
    }

    private void append(byte[] answer, int answerLength) throws IOException {
        if (length + answerLength > gathered.length) {
            write();
        }
        if (answerLength > gathered.length) {
            gathered = new byte[answerLength];
        }
        System.arraycopy(answer, 0, gathered, length, answerLength);
        length += answerLength;
        if (length >= FLUSH_AT) {
            write();
        }
    }

    /** Writes what was gathered; nothing more has come for now. */
    void flush() throws IOException {
        if (!held.isEmpty()) {
            release();
        }
        write();
    }

    private void write() throws IOException {
        if (length == 0) return;
        synchronized (out) {
            out.write(gathered, 0, length);
            out.flush();
        }
        Arrays.fill(gathered, 0, length, (byte) 0);
        length = 0;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
