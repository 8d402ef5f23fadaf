package io.cardswitch.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.yaml.Problems;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** What docs/your-own-dialect.md tells to write is written, and what it tells to see is seen. */
final class OwnDialectIT {
    private static final Path PAGE = Path.of("..", "docs", "your-own-dialect.md");
    private static final Pattern BLOCK = Pattern.compile("```[a-z]*\\n(.*?)```", Pattern.DOTALL);
    private static final String FILE = "# ";
    private static final String COMMAND = "./cardswitch ";
    private static final int PATIENCE_MS = 20_000;

    @TempDir Path folder;

    private Site site;

    @Test
    void shouldServeTheDialectOfThePageFromItsFilesAlone() throws IOException {
        final List<String> blocks = blocks();
        site = Site.write(folder.resolve("config"), "process");
        blocks.stream().filter(block -> block.startsWith(FILE)).forEach(this::writeFile);
        final List<String> frames = new ArrayList<>();
        for (final String block : blocks) {
            if (block.startsWith(COMMAND)) frames.add(run(block));
        }
        final String whole = frames.get(1);
        final String broken = frames.get(2);

        try (SwitchProcess process = SwitchProcess.start(site, folder.resolve("data"))) {
            assertEquals("0210 00", exchange(whole));
            assertEquals("0210 30", exchange(broken));
            final String metrics = process.admin("/metrics");
            final String counted = metric(blocks) + " 1";
            assertTrue(metrics.lines().anyMatch(counted::equals), () -> counted + "\n" + metrics);
            assertEquals(0, process.stop());
        }
    }

    private static List<String> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(PAGE))
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    /** Name of the counter at the end of the page. */
    private static String metric(List<String> blocks) throws IOException {
        assertFalse(blocks.isEmpty());
        final String page = Files.readString(PAGE);
        final int start = page.indexOf("switch_rule");
        return page.substring(start, page.indexOf('`', start));
    }

    /** The first line names the file; listeners go to a port that is free. */
    private void writeFile(String block) {
        final String name = block.substring(FILE.length(), block.indexOf('\n'));
        site.put(name, block.replace("port: 8590", "port: " + site.binaryPort()));
    }

    /** Runs the command of the first line, expects the other lines, and answers its last word. */
    private String run(String block) throws IOException {
        final String[] lines = block.split("\n", 2);
        final String[] words = lines[0].substring(COMMAND.length()).split(" ");
        final Process process =
                SwitchProcess.command(words)
                        .directory(site.directory().toFile())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        final String output = new String(process.getInputStream().readAllBytes());
        assertEquals(lines[1], output, lines[0]);
        return words[words.length - 1];
    }

    /** MTI and DE39 of the answer. */
    private String exchange(String hex) throws IOException {
        final Problems problems = new Problems();
        final MessageSpec spec =
                Dialects.load(site.directory().resolve("specs/acme.yaml"), problems);
        assertNotNull(spec, () -> problems.lines().toString());
        try (Socket socket = new Socket("127.0.0.1", site.binaryPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            final byte[] request = HexFormat.of().parseHex(hex);
            final String length = Site.digits(request.length, 4);
            socket.getOutputStream().write(length.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(request);
            final DataInputStream in = new DataInputStream(socket.getInputStream());
            final byte[] answer = new byte[Integer.parseInt(new String(in.readNBytes(4)))];
            in.readFully(answer);
            final MessageDecoder decoder = new MessageDecoder(spec);
            final boolean isValid = decoder.wrap(new UnsafeBuffer(answer), 0, answer.length);
            assertTrue(isValid, decoder::errorText);
            final UnsafeBuffer code = new UnsafeBuffer(new byte[8]);
            final int characters = decoder.copyText(39, code, 0);
            return HexFormat.of().toHexDigits((short) decoder.mti())
                    + " "
                    + code.getStringWithoutLengthAscii(0, characters);
        }
    }
}
