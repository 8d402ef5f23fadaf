package io.cardswitch.core.node;

import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.sbe.CheckpointEncoder;
import io.cardswitch.core.command.sbe.MessageHeaderEncoder;
import io.cardswitch.core.command.sbe.NodeStartEncoder;
import io.cardswitch.core.command.sbe.TickEncoder;
import io.cardswitch.core.pipeline.Pipeline;

import org.agrona.concurrent.UnsafeBuffer;

/** Puts the node's own words into the order of commands. One thread at a time. */
final class NodeCommands {
    private final Pipeline pipeline;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[Commands.MAX_LENGTH]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final TickEncoder tick = new TickEncoder();
    private final NodeStartEncoder nodeStart = new NodeStartEncoder();
    private final CheckpointEncoder checkpoint = new CheckpointEncoder();

    NodeCommands(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** Tells the engine the time. */
    void tick(long nowMs) {
        tick.wrapAndApplyHeader(buffer, 0, header).timeMs(nowMs);
        submit(TickEncoder.BLOCK_LENGTH);
    }

    /** Says that the node has started anew. */
    void nodeStart(long nowMs) {
        nodeStart.wrapAndApplyHeader(buffer, 0, header).timeMs(nowMs);
        submit(NodeStartEncoder.BLOCK_LENGTH);
    }

    /** Writes down what the live engine had decided up to a command. */
    void checkpoint(long nowMs, long sequence, long decisionHash) {
        checkpoint
                .wrapAndApplyHeader(buffer, 0, header)
                .timeMs(nowMs)
                .sequence(sequence)
                .decisionHash(decisionHash);
        submit(CheckpointEncoder.BLOCK_LENGTH);
    }

    private void submit(int blockLength) {
        pipeline.submit(buffer, 0, Commands.HEADER_LENGTH + blockLength);
    }
}
