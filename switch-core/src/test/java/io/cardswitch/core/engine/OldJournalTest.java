package io.cardswitch.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.Effects;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * Journals of released layouts lead to the decisions they led to when they were written. A line of
 * a journal here is a command, and the decision hash that the engine of its time had after it.
 */
final class OldJournalTest {
    @Test
    void shouldDecideAsThenWhenTheJournalIsOfVersionOne() throws IOException {
        final SwitchStateMachine engine = new SwitchStateMachine(EngineConfig.small());
        final UnsafeBuffer area = new UnsafeBuffer(new byte[Commands.MAX_LENGTH]);
        final Effects effects =
                new Effects().wrap(new UnsafeBuffer(new byte[Effects.LENGTH]), 0).clear();
        // What lies behind an old command is not part of it.
        area.setMemory(0, Commands.MAX_LENGTH, (byte) 0xFF);
        final List<String> lines = lines("/journals/version-1.txt");
        for (int i = 0; i < lines.size(); i++) {
            final String[] parts = lines.get(i).split(" ");
            final byte[] command = HexFormat.of().parseHex(parts[0]);
            area.putBytes(0, command);
            engine.prepare(area, 0, command.length);
            engine.onCommand(i + 1, area, 0, command.length, effects.clear());
            assertEquals(
                    parts[1], HexFormat.of().toHexDigits(engine.decisionHash()), "line " + (i + 1));
        }
        assertEquals(44, engine.lastSequence());
        assertTrue(engine.isConserved());
    }

    private static List<String> lines(String resource) throws IOException {
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                OldJournalTest.class.getResourceAsStream(resource),
                                StandardCharsets.US_ASCII))) {
            return reader.lines().toList();
        }
    }
}
