package io.cardswitch.benchmarks.jpos;

import org.jpos.core.SimpleConfiguration;
import org.jpos.iso.ISOException;
import org.jpos.iso.ISOMsg;
import org.jpos.iso.ISORequestListener;
import org.jpos.iso.ISOServer;
import org.jpos.iso.ISOSource;
import org.jpos.iso.channel.PostChannel;
import org.jpos.iso.packager.GenericPackager;

import java.io.IOException;

/** A bare {@code ISOServer}: unpacks, sets DE39, answers. No queue, no transaction, no store. */
public final class JposServerPeer {
    private static final int MOST_SESSIONS = 1024;

    private JposServerPeer() {}

    /** Argument: port. */
    public static void main(String[] args) throws Exception {
        final PostChannel channel =
                new PostChannel(new GenericPackager("jar:packager/iso87binary.xml"));
        final ISOServer server = new ISOServer(Integer.parseInt(args[0]), channel, MOST_SESSIONS);
        server.setConfiguration(new SimpleConfiguration());
        server.addISORequestListener(new Answering());
        server.run();
    }

    private static final class Answering implements ISORequestListener {
        @Override
        public boolean process(ISOSource source, ISOMsg message) {
            try {
                message.setResponseMTI();
                message.set(39, "00");
                source.send(message);
                return true;
            } catch (final IOException | ISOException e) {
                return false;
            }
        }
    }
}
