package io.cardswitch.core.cli.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

final class ScanSecretsCommandTest {
    @TempDir private Path folder;

    private final StringWriter text = new StringWriter();

    private int scan(Path directory) {
        final PrintWriter writer = new PrintWriter(text, true);
        return new CommandLine(new ScanSecretsCommand())
                .setOut(writer)
                .setErr(writer)
                .execute(directory.toString());
    }

    @Test
    void shouldScanADirectoryThatIsASymbolicLink() throws IOException {
        final Path real = Files.createDirectory(folder.resolve("real"));
        Files.writeString(real.resolve("log.txt"), "pan 4761739001010119,");
        final Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        assertEquals(1, scan(link));
        assertTrue(
                text.toString().contains("log.txt:4: card number 476173******0119"),
                text::toString);
    }

    @Test
    void shouldNotCallADirectoryWithoutFilesClean() {
        assertEquals(2, scan(folder));
        assertTrue(text.toString().contains("nothing was scanned"), text::toString);
    }

    @Test
    void shouldSayWhenTheDirectoryIsMissing() {
        assertEquals(2, scan(folder.resolve("none")));
        assertTrue(text.toString().contains("cannot be read"), text::toString);
    }
}
