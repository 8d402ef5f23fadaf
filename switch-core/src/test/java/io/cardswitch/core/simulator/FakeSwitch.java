package io.cardswitch.core.simulator;

import io.cardswitch.core.simulator.request.TransactionKind;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageEncoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.Framing;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.concurrent.UnsafeBuffer;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers on one port as a test tells it to. */
final class FakeSwitch implements AutoCloseable {
    private static final int[] ECHOED = {2, 3, 4, 7, 11, 12, 13, 18, 22, 25, 32, 37};

    /** What is done with the n-th request, counted from 1 over all connections. */
    interface Behaviour {
        Reaction on(int number);
    }

    /** How a request is met. */
    enum Reaction {
        APPROVE,
        /** Approved once the test calls {@link FakeSwitch#release()}. */
        HOLD,
        DECLINE,
        MALFUNCTION,
        IGNORE,
        WRONG_STAN,
        WRONG_RRN,
        WRONG_MTI,
        GARBAGE,
        HANG_UP
    }

    private final ServerSocket server;
    private final String dialect;
    private final Framing framing;
    private final Header header;
    private final Behaviour behaviour;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);

    FakeSwitch(String dialect, Behaviour behaviour) throws IOException {
        this(dialect, LoadConfig.usualFraming(Dialects.bundled(dialect)), Header.NONE, behaviour);
    }

    FakeSwitch(String dialect, Framing framing, Header header, Behaviour behaviour)
            throws IOException {
        this.dialect = dialect;
        this.framing = framing;
        this.header = header;
        this.behaviour = behaviour;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.add(Thread.ofPlatform().name("fake-switch").start(this::accept));
    }

    int port() {
        return server.getLocalPort();
    }

    Framing framing() {
        return framing;
    }

    Header header() {
        return header;
    }

    void release() {
        released.countDown();
    }

    int requests() {
        return requests.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (final Socket socket : sockets) {
            socket.close();
        }
        try {
            for (final Thread thread : threads) {
                thread.join();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        try {
            while (true) {
                final Socket socket = server.accept();
                sockets.add(socket);
                threads.add(Thread.ofPlatform().name("fake-link").start(() -> serve(socket)));
            }
        } catch (final IOException e) {
            // Closed by the test.
        }
    }

    private void serve(Socket socket) {
        final MessageSpec spec = Dialects.bundled(dialect);
        final MessageDecoder decoder = new MessageDecoder(spec);
        final MessageEncoder encoder = new MessageEncoder(spec);
        final UnsafeBuffer in = new UnsafeBuffer(new byte[4096]);
        final UnsafeBuffer out = new UnsafeBuffer(new byte[4096]);
        final int prefix = framing.prefixLength();
        final int message = prefix + header.answerLength();
        try (socket;
                DataInputStream input =
                        new DataInputStream(new BufferedInputStream(socket.getInputStream()));
                OutputStream output = socket.getOutputStream()) {
            while (true) {
                final int body = framing.bodyLength(readFrame(input, in));
                final int found = header.length(in, prefix, body);
                if (!decoder.wrap(in, prefix + found, body - found)) {
                    throw new IllegalStateException(decoder.errorText());
                }
                final Reaction reaction = behaviour.on(requests.incrementAndGet());
                if (reaction == Reaction.HANG_UP) {
                    return;
                }
                if (reaction == Reaction.HOLD) {
                    released.await();
                }
                if (reaction != Reaction.IGNORE) {
                    final int length = answer(reaction, decoder, encoder, out, message);
                    header.putAnswer(out, prefix, in, prefix, length);
                    final int frame = framing.wrap(out, 0, header.answerLength() + length);
                    output.write(out.byteArray(), 0, frame);
                }
            }
        } catch (final IOException e) {
            // The generator or the test hung up.
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int readFrame(DataInputStream input, UnsafeBuffer frame) throws IOException {
        int at = 0;
        int length;
        do {
            frame.putByte(at++, input.readByte());
            length = framing.frameLength(frame, 0, at);
        } while (length == Framing.UNKNOWN);
        input.readFully(frame.byteArray(), at, length - at);
        return length;
    }

    private static int answer(
            Reaction reaction,
            MessageDecoder decoder,
            MessageEncoder encoder,
            UnsafeBuffer out,
            int message) {
        if (reaction == Reaction.GARBAGE) {
            out.setMemory(message, 20, (byte) 0xFF);
            return 20;
        }
        final int answerMti = TransactionKind.answerMti(decoder.mti());
        encoder.wrap(out, message, out.capacity());
        encoder.begin(reaction == Reaction.WRONG_MTI ? answerMti ^ 0x300 : answerMti, false);
        for (final int element : ECHOED) {
            if (decoder.has(element)) {
                if (element == 11 && reaction == Reaction.WRONG_STAN) {
                    encoder.number(11, (decoder.number(11) + 500_000) % 1_000_000);
                } else if (element == 37 && reaction == Reaction.WRONG_RRN) {
                    text(encoder, 37, "999999999999");
                } else {
                    encoder.copy(decoder, element);
                }
            }
        }
        switch (reaction) {
            case DECLINE -> text(encoder, 39, "51");
            case MALFUNCTION -> text(encoder, 39, "96");
            default -> {
                text(encoder, 38, "A1B2C3");
                text(encoder, 39, "00");
            }
        }
        encoder.copy(decoder, 41);
        encoder.copy(decoder, 42);
        return encoder.finish();
    }

    private static void text(MessageEncoder encoder, int element, String text) {
        encoder.text(element, text.getBytes(StandardCharsets.US_ASCII), 0, text.length());
    }
}
