package io.cardswitch.benchmarks.peer;

import io.cardswitch.core.journal.Durability;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A system that can be put under load. */
public enum Contestant {
    SWITCH_NONE("CardSwitch", Durability.NONE),
    SWITCH_PROCESS("CardSwitch", Durability.PROCESS),
    SWITCH_DISK("CardSwitch", Durability.DISK),
    JPOS_Q2("jPOS Q2", "io.cardswitch.benchmarks.jpos.JposQ2Peer"),
    JPOS_SERVER("jPOS ISOServer", "io.cardswitch.benchmarks.jpos.JposServerPeer"),
    NETTY_ECHO("Netty echo", NettyEchoPeer.class.getName());

    /** Bytes of journal kept; a run that writes more loses its oldest segments. */
    public static final long JOURNAL_CAP_BYTES = 16L << 30;

    /** Cards of a switch under load. */
    public static final int CARDS = 3_000;

    // What the distribution sets for the switch; throughput settings for those that make garbage.
    private static final List<String> LEAN = List.of("-XX:+UseSerialGC", "-Xms256m", "-Xmx1g");
    private static final List<String> ROOMY = List.of("-XX:+UseParallelGC", "-Xms2g", "-Xmx2g");

    private final String label;
    private final Durability durability;
    private final String mainClass;

    Contestant(String label, Durability durability) {
        this.label = label;
        this.durability = durability;
        mainClass = SwitchPeer.class.getName();
    }

    Contestant(String label, String mainClass) {
        this.label = label;
        this.mainClass = mainClass;
        durability = null;
    }

    /** The switch in this mode. */
    public static Contestant of(Durability durability) {
        return switch (durability) {
            case NONE -> SWITCH_NONE;
            case PROCESS -> SWITCH_PROCESS;
            case DISK -> SWITCH_DISK;
        };
    }

    /** Name in tables. */
    public String label() {
        return label;
    }

    /** What an answer waits for. */
    public String mode() {
        return isSwitch() ? durability.label() : "-";
    }

    /** Whether it leaves a journal behind. */
    public boolean hasJournal() {
        return isSwitch() && durability != Durability.NONE;
    }

    /** Whether it is ours. */
    public boolean isSwitch() {
        return durability != null;
    }

    /** Whether it sends requests back as they are. */
    public boolean isEcho() {
        return this == NETTY_ECHO;
    }

    /** False for jPOS in a build without it. */
    public boolean isPresent() {
        try {
            Class.forName(mainClass, false, Contestant.class.getClassLoader());
            return true;
        } catch (final ClassNotFoundException e) {
            return false;
        }
    }

    /** Starts it on a port of this machine and waits until it listens there. */
    PeerProcess start(Path directory, int port) throws IOException, InterruptedException {
        final List<String> arguments;
        if (isSwitch()) {
            SwitchSite.write(site(directory), port, durability, CARDS);
            arguments =
                    List.of(
                            mainClass,
                            site(directory).toString(),
                            data(directory).toString(),
                            Long.toString(JOURNAL_CAP_BYTES));
        } else {
            arguments = List.of(mainClass, Integer.toString(port), directory.toString());
        }
        final boolean isJpos = mainClass.contains(".jpos.");
        final PeerProcess process =
                new PeerProcess(
                        label + " " + mode(),
                        directory.resolve("peer.log"),
                        isJpos ? ROOMY : LEAN,
                        arguments);
        try {
            process.awaitPort(port);
            return process;
        } catch (final IOException | InterruptedException e) {
            process.close();
            throw e;
        }
    }

    /** Configuration of a switch that runs in a directory. */
    static Path site(Path directory) {
        return directory.resolve("site");
    }

    /** Data directory of a switch that runs in a directory. */
    static Path data(Path directory) {
        return directory.resolve("data");
    }
}
