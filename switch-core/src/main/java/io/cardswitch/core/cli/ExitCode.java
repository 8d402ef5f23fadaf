package io.cardswitch.core.cli;

import io.cardswitch.core.node.NodePorts;

/** How a command ends. */
final class ExitCode {
    /** Done. */
    static final int DONE = 0;

    /** The command found what it looks for: a bad record, a secret, a bad message. */
    static final int FOUND = 1;

    /** Wrong usage or configuration. */
    static final int USAGE = 2;

    /** The journal cannot keep its promise; nothing was approved after that. */
    static final int JOURNAL = NodePorts.EXIT_JOURNAL;

    /** An address cannot be listened on. */
    static final int BIND = NodePorts.EXIT_BIND;

    private ExitCode() {}
}
