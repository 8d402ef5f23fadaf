package io.cardswitch.core.cli.hsm;

import io.cardswitch.core.node.ExitCode;
import io.cardswitch.hsm.crypto.CryptoException;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

/** A command of {@code crypto}: a refused input is one line and exit code 2. */
abstract class CryptoTask implements Callable<Integer> {
    @Spec private CommandSpec spec;

    /** Computes and prints; answers the exit code. */
    abstract int run(PrintWriter out) throws CryptoException;

    @Override
    public final Integer call() {
        try {
            return run(spec.commandLine().getOut());
        } catch (final CryptoException e) {
            spec.commandLine().getErr().println("refused: " + e.error().code());
            return ExitCode.USAGE;
        }
    }
}
