package io.cardswitch.hsm.transport;

import io.netty.handler.ssl.SslContext;

import java.util.ArrayList;
import java.util.List;

/** One HSM of the pool: its connections, and how it has been doing. Of the event loop's thread. */
final class HsmEndpoint {
    private final int index;
    private final HsmEndpointConfig config;
    private final SslContext tls;
    private final List<HsmLink> links = new ArrayList<>();
    private int timeoutsInRow;
    private int faultsInRow;
    private long lmkCheckValue;
    private boolean isLeaving;

    HsmEndpoint(int index, HsmEndpointConfig config) {
        this.index = index;
        this.config = config;
        this.tls = config.tls().map(settings -> settings.context(config.name())).orElse(null);
    }

    int index() {
        return index;
    }

    HsmEndpointConfig config() {
        return config;
    }

    /** Null for plain TCP. */
    SslContext tls() {
        return tls;
    }

    List<HsmLink> links() {
        return links;
    }

    /** Whether its connections are just being closed, one after the other. */
    boolean isLeaving() {
        return isLeaving;
    }

    boolean isUsable() {
        if (isLeaving) {
            return false;
        }
        for (int i = 0; i < links.size(); i++) {
            if (links.get(i).isReady()) {
                return true;
            }
        }
        return false;
    }

    /** The device answered; a fault is an answer too. */
    void noteAnswer(boolean isFault) {
        timeoutsInRow = 0;
        faultsInRow = isFault ? faultsInRow + 1 : 0;
    }

    /** Whether so many commands in a row were not answered. */
    boolean noteTimeout(int limit) {
        timeoutsInRow++;
        return timeoutsInRow >= limit;
    }

    int faultsInRow() {
        return faultsInRow;
    }

    /** Takes all connections out; each comes back when the device answers it again. */
    void takeOut() {
        timeoutsInRow = 0;
        faultsInRow = 0;
        isLeaving = true; // Commands of one connection do not go to the next to be closed.
        for (int i = 0; i < links.size(); i++) {
            links.get(i).takeOut();
        }
        isLeaving = false;
    }

    /** Check value of the LMK as the device last told it; 0 before. */
    long lmkCheckValue() {
        return lmkCheckValue;
    }

    void lmkCheckValue(long value) {
        lmkCheckValue = value;
    }
}
