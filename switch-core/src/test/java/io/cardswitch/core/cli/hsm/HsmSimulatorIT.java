package io.cardswitch.core.cli.hsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The software HSM as a process of its own. */
final class HsmSimulatorIT {
    private static final Path LAUNCHER =
            Path.of("target", "dist", "bin", "cardswitch").toAbsolutePath();
    private static final String PORT_LINE = "hsm listens on port ";

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endProcesses() throws InterruptedException {
        for (final Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(String... options) throws IOException {
        final List<String> command = new ArrayList<>(List.of(LAUNCHER.toString(), "hsm-simulator"));
        command.addAll(List.of(options));
        final Process process = new ProcessBuilder(command).start();
        processes.add(process);
        return process;
    }

    private void shouldEnd(int exitCode, String reason, String... options) throws Exception {
        final Process process = start(options);
        final String err =
                new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(exitCode, process.waitFor(), err);
        assertEquals(1, err.lines().count(), err);
        assertTrue(err.contains(reason), err);
    }

    @Test
    void shouldServeUntilTerminated(@TempDir Path folder) throws Exception {
        final Path keys = folder.resolve("keys");
        Files.writeString(keys, "01A U1EF828AA8F6B80EB83E19FBC373F3A85\n");
        final Process hsm = start("--port", "0", "--keys", keys.toString());
        final BufferedReader out = hsm.inputReader(StandardCharsets.UTF_8);
        final List<String> banner = new ArrayList<>();
        for (String line = out.readLine(); !"READY".equals(line); line = out.readLine()) {
            assertNotEquals(null, line, "it ended early");
            banner.add(line);
        }
        assertTrue(banner.getFirst().contains("NOT FOR PRODUCTION"), banner::toString);
        final String checkValue = value(banner, "LMK check value     ");
        final int port = Integer.parseInt(value(banner, PORT_LINE));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertEquals("0001ND00" + checkValue, ask(socket, "0001NC").substring(0, 24));
            assertEquals("0002JF0001234", ask(socket, "0002JEK01A82206CCD872229C203550000025321"));
        }
        shouldEnd(71, "cannot be bound", "--port", Integer.toString(port));
        hsm.toHandle().destroy(); // SIGTERM; Process.destroy would close the streams too.
        assertEquals(0, hsm.waitFor(), "exit code after SIGTERM");
        assertEquals("stopped", out.readLine());
    }

    private static String value(List<String> banner, String name) {
        return banner.stream()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .orElseThrow()
                .substring(name.length());
    }

    private static String ask(Socket socket, String request) throws IOException {
        final DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeShort(request.length());
        out.writeBytes(request);
        out.flush();
        final DataInputStream in = new DataInputStream(socket.getInputStream());
        final byte[] answer = new byte[in.readUnsignedShort()];
        in.readFully(answer);
        return new String(answer, StandardCharsets.US_ASCII);
    }

    @Test
    void shouldRefuseProductionAndBadKeyFile(@TempDir Path folder) throws Exception {
        shouldEnd(2, "production", "--port", "0", "--environment", "production");
        final Path keys = folder.resolve("keys");
        Files.writeString(keys, "001 U1EF828AA8F6B80EB83E19FBC373F3A85\n1 U00\n");
        shouldEnd(2, "keys:2: ", "--port", "0", "--keys", keys.toString());
        shouldEnd(2, "cannot be read", "--port", "0", "--keys", folder.resolve("none").toString());
    }
}
