package io.cardswitch.hsm.transport;

import java.util.ArrayList;
import java.util.List;

/** The HSMs of a pool and their connections. Of the event loop's thread. */
final class HsmFleet {
    private final HsmPoolConfig config;
    private final HsmLoop loop;
    private final List<HsmEndpoint> endpoints = new ArrayList<>();
    private final List<HsmLink> links = new ArrayList<>();

    HsmFleet(HsmPoolConfig config, HsmLoop loop, HsmCounters counters) {
        this.config = config;
        this.loop = loop;
        for (final HsmEndpointConfig settings : config.endpoints()) {
            final HsmEndpoint endpoint = new HsmEndpoint(endpoints.size(), settings);
            endpoints.add(endpoint);
            for (int i = 0; i < settings.connections(); i++) {
                final HsmLink link = new HsmLink(endpoint, loop, config, counters);
                endpoint.links().add(link);
                links.add(link);
            }
        }
    }

    int size() {
        return endpoints.size();
    }

    List<HsmLink> links() {
        return links;
    }

    void flush() {
        for (int i = 0; i < links.size(); i++) {
            links.get(i).flush();
        }
    }

    void tick(long nowMs) {
        for (int i = 0; i < links.size(); i++) {
            links.get(i).tick(nowMs);
        }
    }

    void shutDown() {
        for (final HsmLink link : links) {
            link.shutDown();
        }
    }

    /** The usable connection with the fewest commands under way, of HSMs not asked yet. */
    HsmLink choose(int slot) {
        HsmLink best = null;
        for (int i = 0; i < links.size(); i++) {
            final HsmLink link = links.get(i);
            if (link.canSend()
                    && !loop.table().isTried(slot, link.endpoint().index())
                    && (best == null || link.inFlight() < best.inFlight())) {
                best = link;
            }
        }
        return best;
    }

    /** Whether an HSM not asked yet is there, with room or not. */
    boolean hasUsable(int slot) {
        for (int i = 0; i < endpoints.size(); i++) {
            if (endpoints.get(i).isUsable() && !loop.table().isTried(slot, i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is an HSM not asked yet, beside this one. */
    boolean hasOther(int slot, HsmEndpoint asked) {
        for (int i = 0; i < endpoints.size(); i++) {
            final HsmEndpoint endpoint = endpoints.get(i);
            if (endpoint != asked && endpoint.isUsable() && !loop.table().isTried(slot, i)) {
                return true;
            }
        }
        return false;
    }

    /** A faulty HSM is taken out only while another one serves: a bad key is nobody's fault. */
    void takeOutFaulty(HsmEndpoint faulty) {
        if (faulty.faultsInRow() < config.timers().timeoutsToOpen()) {
            return;
        }
        for (int i = 0; i < endpoints.size(); i++) {
            if (endpoints.get(i) != faulty && endpoints.get(i).isUsable()) {
                loop.log(faulty, "says that it is in trouble");
                faulty.takeOut();
                return;
            }
        }
    }

    /** What a device says about itself. */
    void onDiagnostics(HsmEndpoint endpoint, long lmkCheckValue) {
        endpoint.lmkCheckValue(lmkCheckValue);
        for (int i = 0; i < endpoints.size(); i++) {
            final long other = endpoints.get(i).lmkCheckValue();
            if (other != 0 && other != lmkCheckValue && endpoint.isUsable()) {
                loop.log(endpoint, "has another LMK than " + endpoints.get(i).config().name());
            }
        }
    }
}
