package io.cardswitch.benchmarks.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A system under load in a Java process of its own, with the flags of this one. It ends when this
 * object is closed, and when this process dies.
 */
public final class PeerProcess implements AutoCloseable {
    private static final int START_MS = 60_000;
    private static final int STOP_MS = 30_000;
    private static final int PROBE_MS = 50;
    private static final int LAST_WORDS = 20;

    /** What each process sets for itself: heap, collector, logs, agents. */
    private static final Pattern OWN =
            Pattern.compile("-Xm[sx].*|-Xlog.*|-agent.*|-XX:[+]Use[A-Za-z0-9]*GC");

    /**
     * What a peer has used since it started.
     *
     * @param allocatedBytes by all its threads
     * @param collections of garbage
     * @param cpuNs time of all its threads on a processor
     * @param allocatedByThread bytes by thread name, of those that run; several of one name summed
     */
    public record Sample(
            long allocatedBytes,
            long collections,
            long cpuNs,
            SortedMap<String, Long> allocatedByThread) {
        /** What was used after an earlier sample; threads that allocated nothing are left out. */
        Sample since(Sample earlier) {
            final SortedMap<String, Long> byThread = new TreeMap<>();
            allocatedByThread.forEach((thread, bytes) -> {
                final long more = bytes - earlier.allocatedByThread.getOrDefault(thread, 0L);
                if (more != 0) {
                    byThread.put(thread, more);
                }
            });
            return new Sample(
                    allocatedBytes - earlier.allocatedBytes,
                    collections - earlier.collections,
                    cpuNs - earlier.cpuNs,
                    byThread);
        }

        /** Reads the line that {@link PeerMain} writes. */
        static Sample of(String line) {
            final String[] fields = line.split(PeerMain.SEPARATOR);
            final SortedMap<String, Long> byThread = new TreeMap<>();
            for (int i = 4; i + 1 < fields.length; i += 2) {
                byThread.merge(fields[i], Long.parseLong(fields[i + 1]), Long::sum);
            }
            return new Sample(
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[3]),
                    byThread);
        }
    }

    private final String name;
    private final Process process;
    private final Path log;
    private final Writer commands;
    private final BlockingQueue<String> samples = new LinkedBlockingQueue<>();
    private final Thread reader;

    /**
     * Starts a process.
     *
     * @param name for messages
     * @param log receives all that it prints
     * @param javaOptions besides those of this process
     * @param mainAndArguments main class, then its arguments
     */
    public PeerProcess(
            String name, Path log, List<String> javaOptions, List<String> mainAndArguments)
            throws IOException {
        this.name = name;
        this.log = log;
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (final String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!OWN.matcher(option).matches()) {
                command.add(option);
            }
        }
        command.addAll(javaOptions);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(PeerMain.class.getName());
        command.addAll(mainAndArguments);
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        commands = process.outputWriter(StandardCharsets.UTF_8);
        final PrintStream copy = new PrintStream(log.toFile(), StandardCharsets.UTF_8);
        reader = Thread.ofPlatform().daemon().name(name + "-output").start(() -> read(copy));
    }

    /** A port of the loopback interface that nobody listens on. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until something listens on the port. */
    public void awaitPort(int port) throws IOException, InterruptedException {
        final long end = System.nanoTime() + START_MS * 1_000_000L;
        while (System.nanoTime() - end < 0) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (final IOException e) {
                if (process.waitFor(PROBE_MS, TimeUnit.MILLISECONDS)) {
                    throw new IOException(
                            name + " ended with " + process.exitValue() + ": " + lastWords(), e);
                }
            }
        }
        throw new IOException(name + " does not listen after " + START_MS + " ms: " + lastWords());
    }

    /** Asks the process for its allocation so far. */
    public Sample sample() throws IOException, InterruptedException {
        samples.clear();
        commands.write("sample\n");
        commands.flush();
        final String line = samples.poll(START_MS, TimeUnit.MILLISECONDS);
        if (line == null) {
            throw new IOException(name + " gives no sample: " + lastWords());
        }
        return Sample.of(line);
    }

    /** Ends the process: in order when it obeys, by force when it does not. */
    @Override
    public void close() {
        try {
            commands.close();
        } catch (final IOException e) {
            process.destroy(); // It is gone or deaf.
        }
        try {
            if (!process.waitFor(STOP_MS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
            reader.join();
        } catch (final InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the process still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    private String lastWords() throws IOException {
        final List<String> lines = Files.readAllLines(log);
        return String.join(
                System.lineSeparator(),
                lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
    }

    private void read(PrintStream copy) {
        try (copy;
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                copy.println(line);
                if (line.startsWith(PeerMain.SAMPLE + PeerMain.SEPARATOR)) {
                    samples.add(line);
                }
            }
        } catch (final IOException e) {
            copy.println("output is cut: " + e.getMessage());
        }
    }
}
