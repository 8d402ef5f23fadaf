package io.cardswitch.benchmarks.jpos;

import org.jpos.iso.ISOException;
import org.jpos.iso.ISOMsg;
import org.jpos.iso.ISOSource;
import org.jpos.iso.ISOUtil;
import org.jpos.transaction.Context;
import org.jpos.transaction.ContextConstants;
import org.jpos.transaction.TransactionParticipant;

import java.io.IOException;
import java.io.Serializable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Debits an account in memory, then answers; nothing is stored and nothing is checked. */
public final class DebitParticipant implements TransactionParticipant {
    private static final ConcurrentHashMap<String, AtomicLong> BALANCE_MINOR =
            new ConcurrentHashMap<>();
    private static final AtomicLong AUTHORIZATIONS = new AtomicLong();

    /** For the configuration. */
    public DebitParticipant() {}

    @Override
    public int prepare(long id, Serializable context) {
        final ISOMsg message = request(context);
        BALANCE_MINOR
                .computeIfAbsent(message.getString(2), number -> new AtomicLong())
                .addAndGet(-Long.parseLong(message.getString(4)));
        return PREPARED | READONLY;
    }

    @Override
    public void commit(long id, Serializable context) {
        try {
            final ISOMsg message = request(context);
            final ISOSource source = ((Context) context).get(ContextConstants.SOURCE.toString());
            final long authorization = AUTHORIZATIONS.incrementAndGet() % 1_000_000;
            message.setResponseMTI();
            message.set(38, ISOUtil.zeropad(authorization, 6));
            message.set(39, "00");
            source.send(message);
        } catch (final IOException | ISOException e) {
            throw new IllegalStateException("no answer", e);
        }
    }

    private static ISOMsg request(Serializable context) {
        return ((Context) context).get(ContextConstants.REQUEST.toString());
    }
}
