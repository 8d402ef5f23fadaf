package io.cardswitch.acceptance;

import io.cardswitch.core.cli.CardSwitchCommand;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A switch in a process of its own. */
final class SwitchProcess implements AutoCloseable {
    private static final long PATIENCE_S = 60;

    private final Site site;
    private final Process process;
    private final List<String> output = new ArrayList<>();

    private SwitchProcess(Site site, Process process) {
        this.site = site;
        this.process = process;
    }

    /** Starts a switch and returns when it is ready. */
    static SwitchProcess start(Site site, Path data) throws IOException {
        final Process process =
                command("run", "--config", site.directory().toString(), "--data", data.toString())
                        .redirectErrorStream(true)
                        .start();
        final SwitchProcess started = new SwitchProcess(site, process);
        started.awaitReady();
        return started;
    }

    /** One command of the command line, on the class path of the tests. */
    static ProcessBuilder command(String... arguments) {
        final List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (final String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (flag.startsWith("--") || flag.startsWith("-Dchronicle") || flag.equals("-ea")) {
                line.add(flag);
            }
        }
        line.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        line.add("-Dcardswitch.home=" + Path.of("").toAbsolutePath().getParent());
        line.addAll(List.of("-cp", System.getProperty("java.class.path")));
        line.add(CardSwitchCommand.class.getName());
        line.addAll(List.of(arguments));
        return new ProcessBuilder(line);
    }

    /** Runs one command to its end. */
    static Outcome run(String... arguments) throws IOException {
        final Process process = command(arguments).redirectErrorStream(true).start();
        process.getOutputStream().close();
        final String output = new String(process.getInputStream().readAllBytes());
        return new Outcome(process.onExit().join().exitValue(), output);
    }

    /** How a command ended. */
    record Outcome(int exitCode, String output) {}

    private void awaitReady() throws IOException {
        final BufferedReader reader = process.inputReader();
        String line = reader.readLine();
        while (line != null && !line.equals("READY")) {
            output.add(line);
            line = reader.readLine();
        }
        if (line == null) {
            throw new IOException("the switch ended: " + String.join("\n", output));
        }
    }

    /** The line that starts with the word, or an empty one. */
    String line(String start) {
        return output.stream().filter(line -> line.startsWith(start)).findFirst().orElse("");
    }

    /** State hash of the recovery line. */
    String recoveredStateHash() {
        final String line = line("recovered");
        return line.substring(line.lastIndexOf(' ') + 1);
    }

    /** Answer of the admin interface. */
    String admin(String path) {
        final URI uri = URI.create("http://127.0.0.1:" + site.adminPort() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Kills the process with SIGKILL: no hook runs, nothing is flushed. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Asks the process to stop, as an operator does; answers its exit code. */
    int stop() {
        process.destroy();
        return awaitEnd();
    }

    private int awaitEnd() {
        return process.onExit().orTimeout(PATIENCE_S, TimeUnit.SECONDS).join().exitValue();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
