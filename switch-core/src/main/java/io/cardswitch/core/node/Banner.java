package io.cardswitch.core.node;

import io.cardswitch.core.admin.AdminServer;
import io.cardswitch.core.config.NodeConfig;
import io.cardswitch.core.config.SwitchConfig;
import io.cardswitch.core.engine.SwitchStateMachine;
import io.cardswitch.core.journal.RecoveryReport;
import io.cardswitch.core.transport.ListenerConfig;
import io.cardswitch.core.transport.Transport;

/** What a starting node tells its operator. */
final class Banner {
    private Banner() {}

    static String of(SwitchConfig config) {
        final NodeConfig node = config.node();
        final StringBuilder text = new StringBuilder();
        line(text, "CardSwitch " + BuildIdentity.text() + ", node " + node.name());
        if (!node.isProduction()) {
            line(text, "  environment  test: test keys and cards only");
        }
        line(text, "  durability   " + node.journal().durability().label());
        line(
                text,
                "  pipeline     "
                        + node.pipeline().layout().label()
                        + ", event loops: "
                        + config.transport().eventLoops());
        line(text, "  data         " + node.journal().directory().toAbsolutePath());
        for (int i = 0; i < config.transport().listeners().size(); i++) {
            final ListenerConfig listener = config.transport().listeners().get(i);
            line(
                    text,
                    "  listener     "
                            + listener.host()
                            + ":"
                            + listener.port()
                            + " "
                            + config.edge().links().get(i).spec().name()
                            + " "
                            + listener.framing()
                            + (listener.tls().isPresent() ? " TLS" : "")
                            + " ("
                            + listener.link()
                            + ")");
        }
        line(
                text,
                "  admin        http://" + node.adminHost() + ":" + node.adminPort() + "/metrics");
        return text.toString();
    }

    /** What the operating system chose where the configuration left it the choice (port 0). */
    static String freePorts(SwitchConfig config, Transport transport, AdminServer admin) {
        final StringBuilder text = new StringBuilder();
        for (final ListenerConfig listener : config.transport().listeners()) {
            if (listener.port() == 0) {
                line(text, listener.link() + " listens on port " + transport.port(listener.link()));
            }
        }
        if (config.node().adminPort() == 0) {
            line(text, "admin listens on port " + admin.port());
        }
        return text.toString();
    }

    static String recovery(RecoveryReport report, SwitchStateMachine engine) {
        return report + String.format(", state hash %016x", engine.stateHash());
    }

    /** What went wrong in words: the message, or the kind of error when it has none. */
    static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
