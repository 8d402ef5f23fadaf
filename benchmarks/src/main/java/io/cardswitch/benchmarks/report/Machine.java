package io.cardswitch.benchmarks.report;

import com.sun.management.OperatingSystemMXBean;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where figures were taken; without it they mean nothing.
 *
 * @param cpu model
 * @param cores of it
 * @param memoryGib of the machine
 * @param kernel name and release
 * @param jdk version of the Java runtime
 * @param commit of this source tree, with {@code +} when files differ from it
 * @param jvmFlags of this process that change what code costs
 */
public record Machine(
        String cpu,
        int cores,
        long memoryGib,
        String kernel,
        String jdk,
        String commit,
        String jvmFlags) {
    private static final Path CPU = Path.of("/proc/cpuinfo");

    /** This machine and this source tree. */
    public static Machine here(Path root) {
        final OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                cpuModel(),
                system.getAvailableProcessors(),
                Math.round(system.getTotalMemorySize() / (double) (1L << 30)),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Runtime.version().toString(),
                commitOf(root),
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(flag -> flag.startsWith("-X"))
                        .collect(Collectors.joining(" ")));
    }

    /** One line for people. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "machine: %s, %d cores, %d GiB, %s, JDK %s, commit %s, %s",
                cpu,
                cores,
                memoryGib,
                kernel,
                jdk,
                commit,
                jvmFlags);
    }

    /** The members of a JSON object, without braces. */
    String json() {
        return String.format(
                Locale.ROOT,
                "\"cpu\":\"%s\",\"cores\":%d,\"memory_gib\":%d,\"kernel\":\"%s\",\"jdk\":\"%s\","
                        + "\"commit\":\"%s\",\"jvm_flags\":\"%s\"",
                cpu,
                cores,
                memoryGib,
                kernel,
                jdk,
                commit,
                jvmFlags);
    }

    private static String cpuModel() {
        try {
            for (final String line : Files.readAllLines(CPU)) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (final IOException e) {
            return System.getProperty("os.arch"); // Not Linux.
        }
        return System.getProperty("os.arch");
    }

    private static String commitOf(Path root) {
        final String commit = git(root, "rev-parse", "--short", "HEAD");
        if (commit.isEmpty()) {
            return "unknown";
        }
        final boolean isChanged =
                !git(root, "status", "--porcelain", "--", ".", ":!benchmarks/results").isEmpty();
        return isChanged ? commit + "+" : commit;
    }

    private static String git(Path root, String... arguments) {
        final List<String> command =
                Stream.concat(Stream.of("git", "-C", root.toString()), Arrays.stream(arguments))
                        .toList();
        try {
            final Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try (var output = process.getInputStream()) {
                return new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
            }
        } catch (final IOException e) {
            return ""; // No git here.
        }
    }
}
