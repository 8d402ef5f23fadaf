package io.cardswitch.core.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Goal: mode {@code disk} loses nothing it acknowledged when the power goes; mode {@code process}
 * does, which proves that the test can see it. Method: a file system on a loop device, shut down
 * under a writing process by {@code EXT4_IOC_SHUTDOWN} without flushing, then mounted again.
 */
@Tag("power-loss")
final class PowerLossTest {
    private static final String SHUT_DOWN =
            "import os,fcntl,struct,sys\n"
                    + "d=os.open(sys.argv[1],os.O_RDONLY)\n"
                    + "fcntl.ioctl(d,0x8004587d,struct.pack('I',2))";

    @TempDir Path directory;
    private Path image;
    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(run("id", "-u").equals("0"), "power-loss tests need root");
        image = directory.resolve("image");
        disk = Files.createDirectories(directory.resolve("disk"));
        run("truncate", "-s", "512M", image.toString());
        run("mkfs.ext4", "-q", "-F", image.toString());
        final String refusal = run("mount", "-o", "loop", image.toString(), disk.toString());
        assumeTrue(refusal.isEmpty(), "power-loss tests need a loop device: " + refusal);
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) run("umount", "-l", disk.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "CHRONICLE,50",
        "CHRONICLE,5000",
        "CHRONICLE,13000",
        "CHRONICLE,30000",
        "CHANNEL,50",
        "CHANNEL,13000"
    })
    void shouldKeepEverythingAcknowledgedWhenModeIsDisk(JournalFormat format, long cutAfter)
            throws Exception {
        final long acknowledged = cutPower(format, Durability.DISK, cutAfter);
        final long recovered = recovered();
        assertTrue(
                recovered >= acknowledged,
                "acknowledged " + acknowledged + ", recovered " + recovered);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLoseSomethingWhenModeIsProcess(JournalFormat format) throws Exception {
        final long acknowledged = cutPower(format, Durability.PROCESS, 13_000);
        final long recovered = recovered();
        assertTrue(
                recovered < acknowledged,
                "the negative control lost nothing: the test cannot see a loss");
    }

    /** Returns the highest sequence that the writer acknowledged. */
    private long cutPower(JournalFormat format, Durability durability, long cutAfter)
            throws Exception {
        final Process writer = startWriter(format, durability);
        long acknowledged = 0;
        boolean isCut = false;
        try (BufferedReader output = writer.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (!line.startsWith("ACK ")) continue;
                acknowledged = Long.parseLong(line.substring(4));
                if (acknowledged >= cutAfter && !isCut) {
                    isCut = true;
                    assertEquals("", run("python3", "-c", SHUT_DOWN, disk.toString()));
                    writer.toHandle().destroyForcibly(); // Leaves what it printed readable.
                }
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
        assertTrue(isCut, "the writer ended before the power did");
        run("umount", disk.toString());
        assertEquals("", run("mount", "-o", "loop", image.toString(), disk.toString()));
        return acknowledged;
    }

    private long recovered() {
        final CommandTape replayed = new CommandTape();
        final RecoveryReport report =
                JournalRecovery.recover(disk.resolve("data"), replayed).report();
        final CommandTape written = new CommandTape();
        final SplittableRandom random = new SplittableRandom(EndlessWriter.SEED);
        for (long sequence = 1; sequence <= report.lastSequence(); sequence++) {
            final UnsafeBuffer command = CommandTape.command(random);
            written.add(sequence, command, 0, command.capacity());
        }
        assertEquals(written, replayed, "what is recovered is what was written");
        return report.lastSequence();
    }

    private Process startWriter(JournalFormat format, Durability durability) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(EndlessWriter.class.getName());
        command.addAll(List.of(format.name(), durability.name(), disk.resolve("data").toString()));
        return new ProcessBuilder(command).redirectError(new File("/dev/null")).start();
    }

    /** Output of a command, blanks trimmed. */
    private static String run(String... command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes()).strip();
        process.waitFor();
        return output;
    }
}
