package io.cardswitch.core.journal;

/** What an answer waits for; the name stands in the banner, the metrics and every benchmark row. */
public enum Durability {
    /** Nothing: benchmarks only, refused in production. */
    NONE("none"),
    /** The record is in the mapped journal: survives kill -9. */
    PROCESS("process"),
    /** A force covers the record: survives power loss. */
    DISK("disk");

    private final String label;

    Durability(String label) {
        this.label = label;
    }

    /** Name in configuration and reports. */
    public String label() {
        return label;
    }
}
