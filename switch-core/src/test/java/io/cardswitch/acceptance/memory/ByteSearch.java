package io.cardswitch.acceptance.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Looks for known values in files and in the memory of a process, in every form they may have. */
final class ByteSearch {
    private static final int BLOCK_LENGTH = 1 << 22;
    private static final int FEWEST_BYTES = 6; // Fewer are found anywhere.
    private static final List<Charset> ENCODINGS =
            List.of(
                    StandardCharsets.ISO_8859_1,
                    StandardCharsets.UTF_16LE,
                    StandardCharsets.UTF_16BE,
                    Charset.forName("IBM1047"));

    private final List<Form> forms = new ArrayList<>();
    private final int[][] formsOfHead = new int[1 << Short.SIZE][];
    private int longest;

    private record Form(String name, byte[] bytes) {
        boolean isAt(ByteBuffer block, int at) {
            if (at + bytes.length > block.limit()) {
                return false;
            }
            for (int i = 0; i < bytes.length; i++) {
                if (block.get(at + i) != bytes[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Adds a value that is characters. */
    ByteSearch text(String name, String value) {
        for (final Charset encoding : ENCODINGS) {
            add(name + " as " + encoding, value.getBytes(encoding));
        }
        return this;
    }

    /**
     * Adds a value that is hexadecimal digits: packed on either half byte, as text, as a number.
     */
    ByteSearch digits(String name, String value) {
        final int even = value.length() & -2;
        final int odd = 1 + (value.length() - 1 & -2);
        final byte[] packed = HexFormat.of().parseHex(value, 0, even);
        add(name + " packed", packed);
        add(name + " packed, shifted", HexFormat.of().parseHex(value, 1, odd));
        if (packed.length <= Long.BYTES) {
            final byte[] reversed = new byte[packed.length];
            for (int i = 0; i < packed.length; i++) {
                reversed[i] = packed[packed.length - 1 - i];
            }
            add(name + " as a number", reversed);
        }
        text(name, value.toUpperCase());
        return value.equals(value.toLowerCase()) ? this : text(name, value.toLowerCase());
    }

    private void add(String name, byte[] bytes) {
        if (bytes.length < FEWEST_BYTES) {
            throw new IllegalArgumentException(name + " is too short to be looked for");
        }
        final int head = (bytes[0] & 0xFF) << Byte.SIZE | bytes[1] & 0xFF;
        final int[] others = formsOfHead[head] == null ? new int[0] : formsOfHead[head];
        final int[] all = Arrays.copyOf(others, others.length + 1);
        all[others.length] = forms.size();
        formsOfHead[head] = all;
        forms.add(new Form(name, bytes));
        longest = Math.max(longest, bytes.length);
    }

    /** Names of what a file, or any file of a directory, holds. */
    SortedSet<String> inFiles(Path path) throws IOException {
        final SortedSet<String> found = new TreeSet<>();
        try (var files = Files.walk(path)) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                try (FileChannel channel = FileChannel.open(file)) {
                    scan(channel, 0, channel.size(), file.getFileName().toString(), found);
                }
            }
        }
        return found;
    }

    /**
     * Names of what the memory of a process holds, Linux only.
     *
     * @param from first byte of what is not looked at
     * @param to behind its last byte
     */
    SortedSet<String> inMemory(long pid, long from, long to) throws IOException {
        final Path process = Path.of("/proc", Long.toString(pid));
        final SortedSet<String> found = new TreeSet<>();
        try (FileChannel memory = FileChannel.open(process.resolve("mem"))) {
            for (final String line : Files.readAllLines(process.resolve("maps"))) {
                final String[] columns = line.split(" +", 6);
                final String[] range = columns[0].split("-");
                final long start = Long.parseUnsignedLong(range[0], 16);
                final long end = Long.parseUnsignedLong(range[1], 16);
                final boolean isOfProgram = columns.length > 5 && columns[5].endsWith(".so");
                final boolean isWritable = columns[1].startsWith("rw");
                if (isWritable && !isOfProgram && (end <= from || start >= to)) {
                    scan(memory, start, end, columns.length > 5 ? columns[5] : "memory", found);
                }
            }
        }
        return found;
    }

    /** Blocks overlap, so that what stands across their border is seen whole by one of them. */
    private void scan(
            FileChannel channel, long start, long end, String place, SortedSet<String> found)
            throws IOException {
        final ByteBuffer block = ByteBuffer.allocate(BLOCK_LENGTH);
        long position = start;
        while (position < end) {
            block.clear().limit((int) Math.min(block.capacity(), end - position));
            try {
                while (block.hasRemaining()
                        && channel.read(block, position + block.position()) > 0) {}
            } catch (final IOException e) {
                return; // A guard page: nobody can write to it either.
            }
            block.flip();
            if (!block.hasRemaining()) {
                return;
            }
            scan(block, place, found);
            final boolean isLast = position + block.limit() >= end;
            position += isLast ? block.limit() : block.limit() - longest + 1;
        }
    }

    private void scan(ByteBuffer block, String place, SortedSet<String> found) {
        for (int at = 0; at < block.limit() - 1; at++) {
            final int[] candidates = formsOfHead[block.getShort(at) & 0xFFFF];
            if (candidates != null) {
                for (final int candidate : candidates) {
                    if (forms.get(candidate).isAt(block, at)) {
                        found.add(place + ": " + forms.get(candidate).name);
                    }
                }
            }
        }
    }
}
