package io.cardswitch.core.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.RequestEvidence;
import io.cardswitch.core.command.sbe.NodeStartDecoder;
import io.cardswitch.core.config.NodeConfig;
import io.cardswitch.core.domain.CardCheck;
import io.cardswitch.core.domain.CardStatus;
import io.cardswitch.core.domain.Product;
import io.cardswitch.core.domain.RouteDestination;
import io.cardswitch.core.engine.EngineDriver;
import io.cardswitch.core.journal.ChronicleJournal;
import io.cardswitch.core.journal.JournalReader;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A node that finds, in its journal, requests which were waiting when the last one ended. */
final class RestartIT {
    @TempDir private Path folder;

    private NodeFixture fixture;
    private int lastOfTheDead;

    @BeforeEach
    void leaveTwoWaiting() throws IOException {
        fixture = new NodeFixture(folder);
        final NodeConfig settings = fixture.read().node();
        final EngineDriver dead = new EngineDriver(settings.engine());
        dead.start(1);
        dead.product(new Product(1, -1, -1, 0, 1_000, 7, CardCheck.PIN_PVV.bit(), 3));
        dead.route(EngineDriver.BIN, EngineDriver.BIN, RouteDestination.ON_US);
        dead.commit(1);
        dead.account("A1", 1_000);
        dead.card(1, "A1", 3012, 1, CardStatus.ACTIVE, 1_234);
        for (int stan = 1; stan <= 2; stan++) {
            dead.request(0x0200, 1, 100, stan).evidence((short) RequestEvidence.PIN);
            dead.submit();
        }
        assertEquals(2, dead.engine().waitingCheckCount());
        lastOfTheDead = dead.log().size();
        try (ChronicleJournal journal =
                ChronicleJournal.open(
                        settings.journal(),
                        () -> EngineLimits.settle(fixture.data(), settings.engine()),
                        (sequence, buffer, offset, length, effects) -> {})) {
            for (int i = 0; i < lastOfTheDead; i++) {
                final byte[] command = dead.log().get(i);
                journal.append(i + 1, new UnsafeBuffer(command), 0, command.length);
            }
            journal.commit();
        }
    }

    @Test
    void shouldEndTheirWaitingOnceWhenTheNodeStarts() {
        for (int start = 1; start <= 2; start++) {
            try (SwitchNode node = fixture.start()) {
                node.read(engine -> {
                    assertEquals(0, engine.waitingCheckCount());
                    assertTrue(engine.isConserved());
                });
            }
        }
        assertEquals(List.of((long) lastOfTheDead + 1), starts());
        assertEquals("", fixture.err());
    }

    /** Sequences of the commands that say so. */
    private List<Long> starts() {
        final List<Long> starts = new ArrayList<>();
        JournalReader.read(
                fixture.data(),
                (file, sequence, buffer, offset, length) -> {
                    if (Commands.templateId(buffer, offset) == NodeStartDecoder.TEMPLATE_ID) {
                        starts.add(sequence);
                    }
                });
        return starts;
    }
}
