package io.cardswitch.core.node;

import java.io.PrintStream;
import java.util.function.IntConsumer;

/**
 * What a node has of its process.
 *
 * @param out banner, recovery line, READY
 * @param err what an operator must know
 * @param die ends the process at once with an exit code after a failure; nothing is drained
 */
public record NodePorts(PrintStream out, PrintStream err, IntConsumer die) {}
