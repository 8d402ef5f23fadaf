package io.cardswitch.core.edge;

import io.cardswitch.core.command.CardCheckFlyweight;
import io.cardswitch.core.command.CommandIngress;
import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.ReplyEgress;
import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.command.sbe.MessageHeaderDecoder;
import io.cardswitch.core.command.sbe.ReversalRequestDecoder;
import io.cardswitch.core.command.sbe.TransactionRequestDecoder;
import io.cardswitch.core.edge.security.LinkKeyBook;
import io.cardswitch.core.edge.security.SecurityConfig;
import io.cardswitch.core.metrics.SwitchCounters;
import io.cardswitch.hsm.HsmClient;
import io.cardswitch.hsm.PinBlockFormat;
import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageEncoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.framing.MessageHeader;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One event loop's edge with a single link, a ring of one slot, and messages to feed it. */
public final class EdgeFixture implements CommandIngress, ReplyEgress {
    public static final int LINK = 7;
    static final int FRAME_BYTES = 2048;
    public static final long SESSION = 42;
    public static final long NOW_MS = 1_800_000_000_000L;
    public static final String PAN = "4761739001010119";

    final MessageSpec spec;
    final SwitchCounters registry = new SwitchCounters();
    public final LinkKeyBook keys;
    public final EdgeLoop edge;
    public final RequestAdapter adapter;
    public final ReplyComposer composer;
    public final UnsafeBuffer slot = new UnsafeBuffer(new byte[Commands.MAX_LENGTH]);
    public final UnsafeBuffer out;
    boolean isAccepting = true;
    public boolean hasOrdinaryRoom = true;
    public boolean hasReservedRoom = true;
    final List<Map<Integer, String>> ownAnswers = new ArrayList<>();
    byte[] pinForIssuer;
    DirectBuffer pinView;
    int publishedLength;
    public int publishedCount;

    /** A link of a bundled dialect. */
    public EdgeFixture(String dialect) {
        this(dialect, true, false);
    }

    EdgeFixture(String dialect, boolean answersMalformed, boolean echoesPrivateUse) {
        this(dialect, Header.NONE, answersMalformed, echoesPrivateUse);
    }

    EdgeFixture(
            String dialect,
            MessageHeader header,
            boolean answersMalformed,
            boolean echoesPrivateUse) {
        this(
                new LinkConfig(
                        LINK,
                        "pos",
                        Dialects.bundled(dialect),
                        header,
                        answersMalformed,
                        3,
                        echoesPrivateUse,
                        Optional.empty()));
    }

    EdgeFixture(LinkConfig link) {
        this(link, Optional.empty(), null);
    }

    /** An edge that has an HSM. */
    public EdgeFixture(LinkConfig link, Optional<SecurityConfig> security, HsmClient hsm) {
        spec = link.spec();
        keys = security.map(found -> new LinkKeyBook(found.links())).orElse(null);
        final EdgeConfig config = new EdgeConfig(List.of(link), 8, 2, FRAME_BYTES, 64, security);
        edge =
                new EdgeLoop(
                        3,
                        config,
                        tokenKey(),
                        new EdgeLoop.Ports(this, () -> isAccepting, hsm, keys, this::onPinReady),
                        registry);
        adapter = edge.adapter(LINK);
        composer = edge.composer();
        out = new UnsafeBuffer(new byte[composer.maxAnswerBytes()]);
    }

    static byte[] tokenKey() {
        final byte[] key = new byte[PanTokenizer.KEY_BYTES];
        Arrays.fill(key, (byte) 0x5A);
        return key;
    }

    /** A chip purchase with PIN: everything a request may carry that must not go further. */
    public static Map<Integer, String> purchase() {
        final Map<Integer, String> elements = new TreeMap<>();
        elements.put(2, PAN);
        elements.put(3, "003000");
        elements.put(4, "000000012345");
        elements.put(7, "1122101530");
        elements.put(11, "000123");
        elements.put(12, "111530");
        elements.put(13, "1122");
        elements.put(14, "3012");
        elements.put(18, "5411");
        elements.put(22, "051");
        elements.put(23, "001");
        elements.put(25, "00");
        elements.put(32, "12345678901");
        elements.put(35, PAN + "=30122011234567890");
        elements.put(37, "632611000123");
        elements.put(41, "TERM1   ");
        elements.put(42, "MERCHANT 1     ");
        elements.put(48, "92X555-CVV2");
        elements.put(49, "840");
        elements.put(52, "F1E2D3C4B5A69788");
        elements.put(55, "9F2608A1B2C3D4E5F60718");
        return elements;
    }

    /** A full reversal of {@link #purchase()} by DE90. */
    public static Map<Integer, String> reversal() {
        final Map<Integer, String> elements = purchase();
        for (final int de : new int[] {14, 22, 23, 35, 48, 52, 55}) {
            elements.remove(de);
        }
        elements.put(7, "1122101600");
        elements.put(11, "000124");
        elements.put(90, "0200" + "000123" + "1122101530" + "12345678901" + "00000000000");
        return elements;
    }

    /** A message of the link: elements as text, octets as hexadecimal. */
    public byte[] encode(int mti, Map<Integer, String> elements) {
        return encode(spec, mti, elements);
    }

    static byte[] encode(MessageSpec spec, int mti, Map<Integer, String> elements) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
        final MessageEncoder encoder = new MessageEncoder(spec).wrap(buffer, 0, 4096);
        encoder.begin(mti, (Collections.max(elements.keySet()) - 1) / 64 + 1);
        new TreeMap<>(elements)
                .forEach((de, value) -> {
                    if (spec.element(de).content() == Content.B) {
                        final byte[] octets = HexFormat.of().parseHex(value);
                        encoder.binary(de, new UnsafeBuffer(octets), 0, octets.length);
                    } else {
                        final byte[] ascii = value.getBytes(StandardCharsets.US_ASCII);
                        encoder.text(de, ascii, 0, ascii.length);
                    }
                });
        final int length = encoder.finish();
        if (length < 0) {
            throw new IllegalArgumentException(encoder.errorElement() + encoder.errorText());
        }
        return Arrays.copyOf(buffer.byteArray(), length);
    }

    /** The message behind the header of an ordinary request. */
    public static byte[] behind(MessageHeader header, byte[] message) {
        final int start = header.answerLength();
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[start + message.length]);
        header.putRequest(frame, 0, message.length);
        frame.putBytes(start, message);
        return frame.byteArray();
    }

    /** Hands a message to the adapter, and tells what it says. */
    public int send(int mti, Map<Integer, String> elements) {
        return send(encode(mti, elements));
    }

    /** Hands a frame to the adapter, and tells what it says. */
    public int send(byte[] frame) {
        return adapter.onFrame(SESSION, new UnsafeBuffer(frame), 0, frame.length, NOW_MS);
    }

    /** The refusal composed last, decoded. */
    public Map<Integer, String> refusal() {
        return decode(adapter.answerBuffer(), 0, adapter.answerLength());
    }

    /** Elements of a valid message; 0 is the message type. */
    public Map<Integer, String> decode(DirectBuffer buffer, int offset, int length) {
        final MessageDecoder decoder = new MessageDecoder(spec);
        if (!decoder.wrap(buffer, offset, length)) {
            throw new AssertionError("DE" + decoder.errorElement() + ": " + decoder.errorText());
        }
        final Map<Integer, String> elements = new TreeMap<>();
        elements.put(0, "%04x".formatted(decoder.mti()));
        final UnsafeBuffer text = new UnsafeBuffer(new byte[4096]);
        for (int de = 2; de <= MessageSpec.LAST_ELEMENT; de++) {
            if (decoder.has(de)) {
                final int characters = decoder.copyText(de, text, 0);
                elements.put(de, text.getStringWithoutLengthAscii(0, characters));
            }
        }
        return elements;
    }

    /** The command published last, which is of a transaction. */
    public TransactionRequestDecoder transaction() {
        return new TransactionRequestDecoder()
                .wrapAndApplyHeader(slot, 0, new MessageHeaderDecoder());
    }

    /** The command published last, which is of a reversal. */
    public ReversalRequestDecoder reversalCommand() {
        return new ReversalRequestDecoder().wrapAndApplyHeader(slot, 0, new MessageHeaderDecoder());
    }

    /** In-flight handle in the published command: the same place in every request command. */
    public long handle() {
        return slot.getLong(
                Commands.HEADER_LENGTH + TransactionRequestDecoder.edgeHandleEncodingOffset(),
                ByteOrder.LITTLE_ENDIAN);
    }

    /** A decision of the engine. */
    public static ReplyFlyweight reply(long handle, ResultCode result) {
        return new ReplyFlyweight()
                .wrap(new UnsafeBuffer(new byte[ReplyFlyweight.LENGTH]), 0)
                .edgeHandle(handle)
                .resultCode(result);
    }

    /** Answer to the request published last. */
    public Map<Integer, String> answer(ReplyFlyweight reply) {
        final int length = composer.compose(reply, out, 0, out.capacity());
        return decode(out, 0, length);
    }

    /** What the edge answers itself. */
    @Override
    public void onReply(ReplyFlyweight reply) {
        ownAnswers.add(answer(reply));
        edge.onReply(reply, NOW_MS);
    }

    @Override
    public void onCardCheck(CardCheckFlyweight check) {
        throw new AssertionError("the edge asks for no card check");
    }

    @Override
    public void onBatchEnd() {}

    private void onPinReady(
            int issuer, long handle, PinBlockFormat format, DirectBuffer block, int length) {
        pinForIssuer = new byte[length];
        block.getBytes(0, pinForIssuer);
        pinView = block;
    }

    /** Sum of a metric's series whose labels contain this. */
    public long count(String name, String labelPart) {
        return registry.series().stream()
                .filter(s -> s.name().equals(name) && s.labels().contains(labelPart))
                .mapToLong(s -> s.value().getAsLong())
                .sum();
    }

    @Override
    public boolean tryClaim(boolean reserved) {
        return hasOrdinaryRoom || reserved && hasReservedRoom;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return slot;
    }

    @Override
    public int offset() {
        return 0;
    }

    @Override
    public void publish(int length) {
        publishedLength = length;
        publishedCount++;
    }

    @Override
    public void drain() {}
}
