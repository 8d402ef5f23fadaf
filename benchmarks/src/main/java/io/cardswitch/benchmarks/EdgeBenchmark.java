package io.cardswitch.benchmarks;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.CommandIngress;
import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.command.sbe.TransactionRequestDecoder;
import io.cardswitch.core.edge.EdgeConfig;
import io.cardswitch.core.edge.EdgeLoop;
import io.cardswitch.core.edge.LinkConfig;
import io.cardswitch.core.edge.PanTokenizer;
import io.cardswitch.core.edge.RequestAdapter;
import io.cardswitch.core.metrics.SwitchCounters;
import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.codec.MessageEncoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Cost of the edge for one purchase: frame to command (decode, token, duplicate key, in-flight
 * copy), and decision to answer.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EdgeBenchmark implements CommandIngress {
    private static final String[] ELEMENTS = {
        "2",
        "4761739001010119",
        "3",
        "003000",
        "4",
        "000000012345",
        "7",
        "1122101530",
        "11",
        "000123",
        "12",
        "111530",
        "13",
        "1122",
        "14",
        "3012",
        "18",
        "5411",
        "22",
        "051",
        "25",
        "00",
        "32",
        "12345678901",
        "35",
        "4761739001010119=30122011234567890",
        "37",
        "632611000123",
        "41",
        "TERM0001",
        "42",
        "MERCHANT 000001",
        "49",
        "840"
    };

    /** Dialect of the link. */
    @Param({"iso87-binary", "iso87-ascii"})
    public String dialect;

    private final UnsafeBuffer frame = new UnsafeBuffer(ByteBuffer.allocateDirect(1024));
    private final UnsafeBuffer slot =
            new UnsafeBuffer(ByteBuffer.allocateDirect(Commands.MAX_LENGTH));
    private final UnsafeBuffer out = new UnsafeBuffer(ByteBuffer.allocateDirect(4096));
    private final ReplyFlyweight reply =
            new ReplyFlyweight().wrap(new UnsafeBuffer(new byte[ReplyFlyweight.LENGTH]), 0);
    private final PanTokenizer coldTokenizer = new PanTokenizer(new byte[32], 1);
    private EdgeLoop edge;
    private RequestAdapter adapter;
    private int frameLength;
    private boolean odd;

    /** Builds the edge and one frame. */
    @Setup
    public void setUp() {
        final MessageSpec spec = Dialects.bundled(dialect);
        final LinkConfig link =
                new LinkConfig(0, "pos", spec, Header.NONE, true, 3, false, Optional.empty());
        final EdgeConfig config = new EdgeConfig(List.of(link), 4096, 64, 2048, 65_536);
        edge = new EdgeLoop(0, config, new byte[32], this, () -> true, new SwitchCounters());
        adapter = edge.adapter(0);
        final MessageEncoder encoder = new MessageEncoder(spec).wrap(frame, 0, 1024);
        encoder.begin(0x0200, false);
        for (int i = 0; i < ELEMENTS.length; i += 2) {
            final byte[] value = ELEMENTS[i + 1].getBytes(StandardCharsets.US_ASCII);
            encoder.text(Integer.parseInt(ELEMENTS[i]), value, 0, value.length);
        }
        final byte[] chip = new byte[120];
        Arrays.fill(chip, (byte) '7');
        encoder.binary(52, new UnsafeBuffer(chip), 0, 8);
        if (spec.element(55).content() == Content.B) {
            encoder.binary(55, new UnsafeBuffer(chip), 0, chip.length);
        } else {
            encoder.text(55, chip, 0, chip.length);
        }
        frameLength = encoder.finish();
        check(frameLength > 0, "the frame is valid");
        reply.resultCode(ResultCode.APPROVED)
                .flags(ReplyFlyweight.HAS_APPROVAL_CODE)
                .approvalCode(123456);
    }

    /** Frame to command, and the entry given back. */
    @Benchmark
    public int adapt() {
        final int outcome = adapter.onFrame(1, frame, 0, frameLength, 1_800_000_000_000L);
        edge.composer().discard(handle());
        return outcome;
    }

    /** Frame to command to answer. */
    @Benchmark
    public int adaptAndCompose() {
        check(
                adapter.onFrame(1, frame, 0, frameLength, 1_800_000_000_000L)
                        == RequestAdapter.PUBLISHED,
                "the frame becomes a command");
        return edge.composer().compose(reply.edgeHandle(handle()), out, 0, out.capacity());
    }

    /** Token of a card that the cache does not hold. */
    @Benchmark
    public long tokenizeUnseen() {
        odd = !odd;
        coldTokenizer.tokenize(odd ? "4761739001010119" : "4761739001010010");
        return coldTokenizer.tokenHigh();
    }

    private long handle() {
        return slot.getLong(
                Commands.HEADER_LENGTH + TransactionRequestDecoder.edgeHandleEncodingOffset(),
                ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public boolean tryClaim(boolean reserved) {
        return true;
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
    public void publish(int length) {}

    @Override
    public void drain() {}
}
