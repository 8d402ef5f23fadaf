package io.cardswitch.core.node;

/** How a process of CardSwitch ends. */
public final class ExitCode {
    /** Done. */
    public static final int DONE = 0;

    /** The command found what it looks for: a bad record, a secret, a bad message. */
    public static final int FOUND = 1;

    /** Wrong usage or configuration. */
    public static final int USAGE = 2;

    /** The journal cannot keep its promise; nothing was approved after that. */
    public static final int JOURNAL = 70;

    /** An address cannot be listened on. */
    public static final int BIND = 71;

    private ExitCode() {}
}
