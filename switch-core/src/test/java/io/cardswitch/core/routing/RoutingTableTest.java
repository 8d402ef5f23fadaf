package io.cardswitch.core.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.cardswitch.core.domain.RouteDestination;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;

final class RoutingTableTest {
    /** Goal: the first row that matches wins. Method: random overlapping rows against a scan. */
    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldAgreeWithAScanOfTheRowsForAnyBin(long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final int count = random.nextInt(1, 40);
        final int[] lows = new int[count];
        final int[] highs = new int[count];
        final RouteDestination[] destinations = new RouteDestination[count];
        final int[] issuers = new int[count];
        final ConfigurationDraft draft = new ConfigurationDraft(seed);
        for (int i = 0; i < count; i++) {
            lows[i] = random.nextInt(1_000);
            highs[i] = random.nextInt(lows[i], 1_000);
            destinations[i] = RouteDestination.of(random.nextInt(3));
            issuers[i] = destinations[i] == RouteDestination.ISSUER ? random.nextInt(3) : 0;
            draft.addRoute(lows[i], highs[i], destinations[i], issuers[i]);
        }
        final RoutingTable routes = draft.build().routes();
        for (int bin = 0; bin < 1_010; bin++) {
            RouteDestination expected = RouteDestination.NONE;
            int issuer = 0;
            for (int i = count - 1; i >= 0; i--) {
                if (lows[i] <= bin && bin <= highs[i]) {
                    expected = destinations[i];
                    issuer = issuers[i];
                }
            }
            assertSame(expected, routes.destination(bin), "seed=" + seed + " bin=" + bin);
            assertEquals(issuer, routes.issuer(bin), "seed=" + seed + " bin=" + bin);
        }
    }

    @Test
    void shouldFindNoRouteWhenTheBinIsNoBin() {
        final ConfigurationDraft draft = new ConfigurationDraft(1);
        draft.addRoute(0, RoutingTable.BIN_LIMIT - 1, RouteDestination.ON_US, 0);
        final RoutingTable routes = draft.build().routes();
        assertSame(RouteDestination.ON_US, routes.destination(0));
        assertSame(RouteDestination.ON_US, routes.destination(99_999_999));
        assertSame(RouteDestination.NONE, routes.destination(100_000_000));
        assertSame(RouteDestination.NONE, routes.destination(0xFFFF_FFFFL));
    }

    @Test
    void shouldRefuseARouteWhenItIsNoRangeOrTheTableIsFull() {
        final ConfigurationDraft draft = new ConfigurationDraft(1);
        assertFalse(draft.addRoute(2, 1, RouteDestination.ON_US, 0));
        assertFalse(draft.addRoute(1, 2, RouteDestination.ON_US, 7), "no issuer");
        assertFalse(draft.addRoute(0, RoutingTable.BIN_LIMIT, RouteDestination.ON_US, 0));
        int accepted = 0;
        while (draft.addRoute(accepted, accepted, RouteDestination.ON_US, 0)) accepted++;
        assertEquals(RoutingTable.MAX_ROUTES, accepted);
    }
}
