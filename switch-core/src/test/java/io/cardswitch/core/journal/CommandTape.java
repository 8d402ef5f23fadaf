package io.cardswitch.core.journal;

import io.cardswitch.core.command.CommandHandler;
import io.cardswitch.core.command.Effects;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Remembers commands, whether appended or replayed, so that two histories can be compared. */
final class CommandTape implements CommandHandler {
    private final List<String> commands = new ArrayList<>();

    /** A command of random length and contents. */
    static UnsafeBuffer command(SplittableRandom random) {
        final byte[] bytes = new byte[random.nextInt(8, 193)];
        random.nextBytes(bytes);
        return new UnsafeBuffer(bytes);
    }

    void add(long sequence, DirectBuffer buffer, int offset, int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        commands.add(sequence + ":" + java.util.HexFormat.of().formatHex(bytes));
    }

    int size() {
        return commands.size();
    }

    /** What was remembered up to a sequence. */
    List<String> upTo(long sequence) {
        return commands.subList(0, Math.toIntExact(sequence));
    }

    @Override
    public void onCommand(
            long sequence, DirectBuffer buffer, int offset, int length, Effects effects) {
        add(sequence, buffer, offset, length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CommandTape tape && tape.commands.equals(commands);
    }

    @Override
    public int hashCode() {
        return commands.hashCode();
    }

    @Override
    public String toString() {
        return commands.size() + " commands";
    }
}
