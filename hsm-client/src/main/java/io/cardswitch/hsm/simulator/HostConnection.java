package io.cardswitch.hsm.simulator;

import io.cardswitch.hsm.simulator.device.Device;
import io.cardswitch.hsm.simulator.host.RequestReader;
import io.cardswitch.hsm.simulator.host.ResponseWriter;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;

/**
 * One connection: reads what has come, answers every whole frame of it, writes the answers in one
 * go. Both buffers are wiped behind: requests may hold clear PINs.
 */
final class HostConnection {
    private static final int LENGTH_BYTES = 2;

    private final SoftwareHsm hsm;
    private final SoftwareHsmConfig config;
    private final Socket socket;
    private final Thread thread;
    private final RequestReader request = new RequestReader();
    private final ResponseWriter response = new ResponseWriter();
    private byte[] frame = new byte[256];

    HostConnection(SoftwareHsm hsm, Socket socket) {
        this.hsm = hsm;
        this.config = hsm.config();
        this.socket = socket;
        this.thread =
                Thread.ofPlatform().daemon().name("software-hsm-connection").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    Thread thread() {
        return thread;
    }

    private void run() {
        try (Device device = new Device(config.device());
                AnswerSink sink = new AnswerSink(hsm, socket.getOutputStream())) {
            serve(device, sink);
        } catch (IOException e) {
            // The peer went away; the connection is all it takes with it.
        } finally {
            close();
            hsm.onClosed(this);
        }
    }

    private void serve(Device device, AnswerSink sink) throws IOException {
        final InputStream in = socket.getInputStream();
        final byte[] input = new byte[2 * (LENGTH_BYTES + config.maxFrameLength())];
        int filled = 0;
        while (true) {
            final int count = in.read(input, filled, input.length - filled);
            if (count < 0) return;
            filled += count;
            final int consumed = answerFrames(input, filled, device, sink);
            if (consumed < 0) return;
            System.arraycopy(input, consumed, input, 0, filled - consumed);
            Arrays.fill(input, filled - consumed, filled, (byte) 0);
            filled -= consumed;
            sink.flush();
        }
    }

    /** Bytes used up, or -1 when the connection is to be closed. */
    private int answerFrames(byte[] input, int filled, Device device, AnswerSink sink)
            throws IOException {
        int at = 0;
        while (filled - at >= LENGTH_BYTES) {
            final int length = (input[at] & 0xFF) << 8 | input[at + 1] & 0xFF;
            if (length > config.maxFrameLength()) {
                hsm.onMalformed();
                return -1;
            }
            if (filled - at - LENGTH_BYTES < length) return at;
            if (frame.length < length) {
                frame = new byte[length];
            }
            System.arraycopy(input, at + LENGTH_BYTES, frame, 0, length);
            final boolean isAnswered =
                    hsm.commands()
                            .answer(
                                    frame,
                                    length,
                                    config.headerLength(),
                                    request,
                                    response,
                                    device);
            Arrays.fill(frame, 0, length, (byte) 0);
            if (!isAnswered) {
                hsm.onMalformed();
                return -1;
            }
            final boolean isOpen = sink.add(response.buffer(), response.length());
            hsm.onAnswer(); // Behind the faults: who has seen it counted may change them.
            Arrays.fill(response.buffer(), 0, response.length(), (byte) 0);
            if (!isOpen) return -1;
            at += LENGTH_BYTES + length;
        }
        return at;
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed already.
        }
    }
}
