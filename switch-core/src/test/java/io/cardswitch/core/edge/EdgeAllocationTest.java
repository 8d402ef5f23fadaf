package io.cardswitch.core.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;

import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.edge.element.Message2003;
import io.cardswitch.iso8583.framing.Header;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.management.ManagementFactory;
import java.util.Map;

/** Goal: no garbage per message, for requests, refusals and cards that the cache does not hold. */
final class EdgeAllocationTest {
    private static final int ROUNDS = 20_000;

    @ParameterizedTest
    @CsvSource({
        "iso87-ascii,NONE",
        "iso87-binary,NONE",
        "iso87-binary,TPDU",
        "iso87-ascii,CUPS",
        "iso87-binary,BASE1",
        "iso93-binary,NONE",
        "iso2003-binary,NONE",
        "iso2003-ebcdic,NONE"
    })
    void shouldAllocateNothingWhenWarm(String dialect, Header header) {
        final EdgeFixture edge = new EdgeFixture(dialect, header, true, false);
        final int first = edge.spec.versionDigit() << 12;
        final Map<Integer, String> purchase = ofVersion(first, EdgeFixture.purchase());
        final Map<Integer, String> reversal = ofVersion(first, EdgeFixture.reversal());
        final Map<Integer, String> echo =
                first == 0
                        ? Map.of(7, "1122101530", 11, "000001", 70, "301")
                        : Map.of(7, "1122101530", 11, purchase.get(11), 24, "831");
        final UnsafeBuffer[] frames = {
            behind(header, edge.encode(first | 0x0200, purchase)),
            behind(header, edge.encode(first | 0x0420, reversal)),
            behind(header, edge.encode(first | 0x0800, echo)),
            behind(header, edge.encode(first | 0x0302, purchase)),
            new UnsafeBuffer(new byte[] {1, 2, 3}),
        };
        final ReplyFlyweight reply = EdgeFixture.reply(0, ResultCode.APPROVED);
        reply.flags(ReplyFlyweight.HAS_APPROVAL_CODE | ReplyFlyweight.HAS_BALANCES);
        final PanTokenizer tokenizer = new PanTokenizer(EdgeFixture.tokenKey(), 1);
        run(edge, frames, reply, tokenizer);

        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().threadId();
        final long empty = threads.getThreadAllocatedBytes(thread);
        final long cost = threads.getThreadAllocatedBytes(thread) - empty;
        final long before = threads.getThreadAllocatedBytes(thread);
        run(edge, frames, reply, tokenizer);
        final long allocated = threads.getThreadAllocatedBytes(thread) - before - cost;

        assertEquals(0, allocated / ROUNDS, "bytes a round, " + allocated + " in all");
    }

    private static Map<Integer, String> ofVersion(int first, Map<Integer, String> elements) {
        return switch (first >> 12) {
            case 0 -> elements;
            case 1 -> Message2003.of1993(elements);
            default -> Message2003.of(elements);
        };
    }

    private static UnsafeBuffer behind(Header header, byte[] message) {
        return new UnsafeBuffer(EdgeFixture.behind(header, message));
    }

    private static void run(
            EdgeFixture edge, UnsafeBuffer[] frames, ReplyFlyweight reply, PanTokenizer tokenizer) {
        for (int i = 0; i < ROUNDS; i++) {
            for (final UnsafeBuffer frame : frames) {
                final int outcome =
                        edge.adapter.onFrame(1, frame, 0, frame.capacity(), EdgeFixture.NOW_MS + i);
                if (outcome == RequestAdapter.PUBLISHED) {
                    reply.edgeHandle(edge.handle());
                    edge.composer.compose(reply, edge.out, 0, edge.out.capacity());
                }
            }
            tokenizer.tokenize(0, 0x4761_7390_0000_0000L + i % 10, 16);
            tokenizer.tokenize(0, 0x4761_7390_0000_0010L + i % 10, 16);
        }
    }
}
