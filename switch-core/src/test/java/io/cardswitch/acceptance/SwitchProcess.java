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
public final class SwitchProcess implements AutoCloseable {
    private static final long PATIENCE_S = 60;

    private final Process process;
    private final List<String> output = new ArrayList<>();

    private SwitchProcess(Process process) {
        this.process = process;
    }

    /** Starts a switch and returns when it is ready. */
    static SwitchProcess start(Site site, Path data) throws IOException {
        return start(site.directory(), data, List.of());
    }

    /** Starts a switch with these flags of the virtual machine behind the usual ones. */
    public static SwitchProcess start(Path config, Path data, List<String> flags)
            throws IOException {
        final ProcessBuilder builder =
                command("run", "--config", config.toString(), "--data", data.toString());
        builder.command().addAll(builder.command().indexOf("-cp"), flags);
        final SwitchProcess started = new SwitchProcess(builder.redirectErrorStream(true).start());
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

    /** Id of the process. */
    public long pid() {
        return process.pid();
    }

    /** State hash of the recovery line. */
    String recoveredStateHash() {
        final String line = line("recovered");
        return line.substring(line.lastIndexOf(' ') + 1);
    }

    /** Port that the operating system chose for a listener of the configuration. */
    public int port(String listener) {
        final String line = line(listener + " listens on port ");
        return Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
    }

    /** Answer of the admin interface. */
    String admin(String path) {
        final String banner = line("  admin");
        final URI uri =
                URI.create(
                        banner.substring(banner.indexOf("http"), banner.lastIndexOf('/')) + path);
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

    /** Everything it said, after {@link #stop}. */
    public String output() {
        process.inputReader().lines().forEach(output::add);
        return String.join("\n", output);
    }

    /** Kills the process with SIGKILL: no hook runs, nothing is flushed. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Asks the process to stop, as an operator does; answers its exit code. */
    public int stop() {
        process.toHandle().destroy(); // Its output can still be read.
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
