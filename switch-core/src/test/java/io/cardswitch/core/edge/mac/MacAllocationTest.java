package io.cardswitch.core.edge.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;

import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.domain.LinkKeyKind;
import io.cardswitch.core.edge.EdgeFixture;
import io.cardswitch.core.edge.RequestAdapter;
import io.cardswitch.core.edge.security.LinkKeyRing;
import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmClient;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.iso8583.framing.Header;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.management.ManagementFactory;
import java.util.Map;

/** Goal: no garbage for messages with MACs and their answers, also while their key changes. */
final class MacAllocationTest {
    private static final int ROUNDS = 10_000;
    private static final String WRONG_CODE = "0123456789ABCDE0";

    /** Answers at once, the codes that end in F are right; keeps nothing and makes nothing. */
    private static final class WarmHsm implements HsmClient {
        private static final UnsafeBuffer RIGHT = new UnsafeBuffer(SealedEdge.ascii("M900"));
        private static final UnsafeBuffer WRONG = new UnsafeBuffer(SealedEdge.ascii("M901"));

        private final UnsafeBuffer made;
        private final HsmAnswer answer = new HsmAnswer();
        private long correlationId;
        private UnsafeBuffer next;
        private int commands;

        private WarmHsm(int length) {
            final String code = SealedEdge.ANSWER_CODE.substring(0, 2 * length);
            made = new UnsafeBuffer(SealedEdge.ascii("M700" + code));
        }

        @Override
        public HsmResult send(HsmRequest request, long id, int timeoutMs) {
            assertEquals(0, pending(), "one at a time");
            final boolean isMade = request.buffer().getByte(1) == '6';
            final boolean isRight = request.buffer().getByte(request.length() - 1) == 'F';
            next = isMade ? made : isRight ? RIGHT : WRONG;
            correlationId = id;
            commands++;
            request.wipe();
            return HsmResult.OK;
        }

        @Override
        public void flush() {}

        @Override
        public int poll(CompletionHandler handler, int limit) {
            int count = 0;
            while (next != null) {
                answer.wrap(next, 0, next.capacity());
                next = null;
                handler.onCompletion(correlationId, HsmResult.OK, answer);
                count++;
            }
            return count;
        }

        @Override
        public int pending() {
            return next == null ? 0 : 1;
        }
    }

    private WarmHsm hsm;
    private EdgeFixture edge;
    private int answers;

    @ParameterizedTest
    @CsvSource({
        "iso87-binary,RETAIL,8,NONE,false",
        "iso87-ascii,MAC1,4,NONE,false",
        "iso87-ebcdic,CMAC,8,NONE,true",
        "iso87-binary,RETAIL,8,TPDU,true"
    })
    void shouldAllocateNothingWhenWarm(
            String dialect, MacAlgorithm algorithm, int length, Header header, boolean isChanging) {
        hsm = new WarmHsm(length);
        edge = SealedEdge.open(dialect, header, new MacFormat(algorithm, length), hsm);
        edge.edge.attach((session, buffer, offset, count) -> answers++);
        if (isChanging) {
            edge.keys
                    .ring(EdgeFixture.LINK)
                    .exchange(
                            LinkKeyKind.MAC,
                            new LinkKeyRing.NewKey(HsmKey.parse(SealedEdge.OTHER_BLOCK), 7, 9),
                            EdgeFixture.NOW_MS + 1_000);
        }
        final Map<Integer, String> wrong = SealedEdge.purchase();
        wrong.put(64, length == 8 ? WRONG_CODE : "0123456089ABCDEF");
        final Map<Integer, String> right = SealedEdge.purchase();
        right.put(64, "0123456F89ABCDEF");
        final Map<Integer, String> reversal = SealedEdge.reversal();
        reversal.put(128, "0123456F89ABCDEF");
        final UnsafeBuffer[] frames = {
            behind(header, edge.encode(0x0200, right)),
            behind(header, edge.encode(0x0420, reversal)),
            behind(header, edge.encode(0x0200, wrong)),
            behind(header, edge.encode(0x0200, EdgeFixture.purchase())),
            behind(header, edge.encode(0x0302, right)),
        };
        final ReplyFlyweight reply = EdgeFixture.reply(0, ResultCode.APPROVED);
        reply.flags(ReplyFlyweight.HAS_APPROVAL_CODE | ReplyFlyweight.HAS_BALANCES);
        run(frames, reply);

        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().threadId();
        final long empty = threads.getThreadAllocatedBytes(thread);
        final long cost = threads.getThreadAllocatedBytes(thread) - empty;
        final long before = threads.getThreadAllocatedBytes(thread);
        run(frames, reply);
        final long allocated = threads.getThreadAllocatedBytes(thread) - before - cost;

        assertEquals(0, allocated / ROUNDS, "bytes a round, " + allocated + " in all");
        assertEquals(2 * ROUNDS * frames.length, answers, "every message is answered");
        assertEquals(2 * ROUNDS * 2, edge.publishedCount);
        final int again = isChanging ? 1 : 0; // The wrong one is tried under the key before, too.
        assertEquals(2 * ROUNDS * (frames.length + 4 + again), hsm.commands);
    }

    private static UnsafeBuffer behind(Header header, byte[] message) {
        return new UnsafeBuffer(EdgeFixture.behind(header, message));
    }

    private void run(UnsafeBuffer[] frames, ReplyFlyweight reply) {
        for (int i = 0; i < ROUNDS; i++) {
            for (final UnsafeBuffer frame : frames) {
                final int published = edge.publishedCount;
                final int outcome =
                        edge.adapter.onFrame(
                                EdgeFixture.SESSION,
                                frame,
                                0,
                                frame.capacity(),
                                EdgeFixture.NOW_MS);
                if (outcome != RequestAdapter.HELD) {
                    throw new AssertionError("not held");
                }
                edge.edge.endBatch();
                edge.edge.work(EdgeFixture.NOW_MS, edge);
                if (edge.publishedCount > published) {
                    reply.edgeHandle(edge.handle());
                    if (!edge.edge.holdsAnswer(reply)) {
                        throw new AssertionError("its answer leaves without a code");
                    }
                    edge.edge.work(EdgeFixture.NOW_MS, edge);
                }
            }
        }
    }
}
