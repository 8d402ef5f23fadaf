package io.cardswitch.benchmarks.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardswitch.benchmarks.peer.PeerProcess.Sample;

import org.junit.jupiter.api.Test;

import java.util.Map;

class PeerProcessTest {
    @Test
    void shouldTellWhichThreadsAllocatedSinceAnEarlierSample() {
        final Sample earlier = Sample.of("SAMPLE\t100\t1\t5000\tloop 1\t40\tforce\t60");
        final Sample later =
                Sample.of("SAMPLE\t160\t3\t9000\tloop 1\t40\tforce\t90\tnew\t10\tnew\t20");
        assertEquals(
                new Sample(60, 2, 4000, later.since(earlier).allocatedByThread()),
                later.since(earlier));
        assertEquals(Map.of("force", 30L, "new", 30L), later.since(earlier).allocatedByThread());
    }
}
