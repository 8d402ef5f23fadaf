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
import java.util.HexFormat;
import java.util.stream.Stream;

final class ScanSecretsCommandTest {
    @TempDir private Path folder;

    private final StringWriter text = new StringWriter();

    private int scan(Path directory, String... options) {
        final PrintWriter writer = new PrintWriter(text, true);
        return new CommandLine(new ScanSecretsCommand())
                .setOut(writer)
                .setErr(writer)
                .execute(
                        Stream.concat(Stream.of(directory.toString()), Stream.of(options))
                                .toArray(String[]::new));
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
    void shouldLookForPackedNumbersUnderTheBinsOfTheConfiguration() throws IOException {
        final Path site = Files.createDirectory(folder.resolve("site"));
        Files.writeString(site.resolve("cards.csv"), "pan,expiry\n4111111111111111,3012\n");
        final Path data = Files.createDirectory(folder.resolve("data"));
        Files.write(data.resolve("file"), HexFormat.of().parseHex("FF4111111111111111FF"));
        assertEquals(0, scan(data));
        assertEquals(1, scan(data, "--config", site.toString()));
        assertTrue(
                text.toString().contains("file:1: packed card number 411111******1111"),
                text::toString);
        assertEquals(2, scan(data, "--config", data.toString()));
        assertTrue(text.toString().contains("cards.csv cannot be read"), text::toString);
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
