package io.cardswitch.core.pipeline;

/**
 * Limits of the pipeline.
 *
 * @param layout how the stages are spread over threads
 * @param ringSize slots between edge and release, a power of two; bounds what waits for the disk
 * @param reservedSlots slots that only reversals, answers and the node's own commands may take
 * @param maxBatch most commands a stage thread handles before it shows its progress (staged)
 * @param drainTimeoutMs how long {@link Pipeline#close()} waits for what is in flight
 */
public record PipelineConfig(
        PipelineLayout layout, int ringSize, int reservedSlots, int maxBatch, long drainTimeoutMs) {
    private static final int MAX_RING_SIZE = 1 << 20;

    /** Checks the limits against each other. */
    public PipelineConfig {
        if (Integer.bitCount(ringSize) != 1 || ringSize > MAX_RING_SIZE) {
            throw new IllegalArgumentException(
                    "ring size must be a power of two up to " + MAX_RING_SIZE + ": " + ringSize);
        }
        if (reservedSlots < 0 || reservedSlots >= ringSize) {
            throw new IllegalArgumentException(
                    "reserved slots must be below the ring size: " + reservedSlots);
        }
        if (maxBatch < 1 || drainTimeoutMs < 0) {
            throw new IllegalArgumentException("batch and timeout must be positive");
        }
    }
}
