package io.cardswitch.core.pipeline;

/** How the stages are spread over threads; the name stands in the configuration. */
public enum PipelineLayout {
    /** The event loop that publishes also runs every stage: best when cores are few. */
    COMPACT("compact"),
    /** A thread per stage, several publishing event loops. */
    STAGED("staged");

    private static final int STAGED_FROM_CORES = 8;

    private final String label;

    PipelineLayout(String label) {
        this.label = label;
    }

    /** Name in configuration and reports. */
    public String label() {
        return label;
    }

    /** The layout that suits a machine with this many cores. */
    public static PipelineLayout forCores(int cores) {
        return cores < STAGED_FROM_CORES ? COMPACT : STAGED;
    }
}
