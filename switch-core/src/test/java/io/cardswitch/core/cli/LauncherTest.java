package io.cardswitch.core.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The shell part of the launcher, with Java installations that are only names. */
final class LauncherTest {
    private static final Path FIND_JDK = Path.of("src", "dist", "bin", "find-jdk").toAbsolutePath();

    @TempDir private Path folder;

    private Path tools;
    private Path installed;

    @BeforeEach
    void prepareTools() throws IOException {
        tools = Files.createDirectory(folder.resolve("tools"));
        installed = Files.createDirectory(folder.resolve("installed"));
        for (final String tool : List.of("sed", "head", "dirname", "readlink", "cat")) {
            final Path place = Path.of("/usr/bin", tool);
            Files.createSymbolicLink(
                    tools.resolve(tool), Files.exists(place) ? place : Path.of("/bin", tool));
        }
    }

    private Path java(Path home, String version) throws IOException {
        final Path launcher = home.resolve("bin/java");
        Files.createDirectories(launcher.getParent());
        Files.writeString(launcher, "#!/bin/sh\necho 'openjdk version \"" + version + "\"' >&2\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

    private static Path withCompiler(Path home) throws IOException {
        Files.copy(
                home.resolve("bin/java"),
                home.resolve("bin/javac"),
                StandardCopyOption.COPY_ATTRIBUTES);
        return home;
    }

    private Path released(Path home, String version) throws IOException {
        java(home, "0");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private record Found(int exitCode, String out, String err) {}

    private Found find(String javaHome) throws IOException, InterruptedException {
        return find(javaHome, "java");
    }

    private Found find(String javaHome, String program) throws IOException, InterruptedException {
        final ProcessBuilder shell =
                new ProcessBuilder(
                        "/bin/sh",
                        "-euc",
                        ". \"$0\"; find_jdk \"$1\"; echo \"$JDK\"",
                        FIND_JDK.toString(),
                        program);
        shell.environment().clear();
        shell.environment().put("PATH", tools.toString());
        shell.environment().put("CARDSWITCH_JDK_PATH", installed.toString());
        shell.environment().put("JAVA_HOME", javaHome);
        final Process process = shell.start();
        final String out = text(process.getInputStream().readAllBytes());
        final String err = text(process.getErrorStream().readAllBytes());
        return new Found(process.waitFor(), out, err);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../cardswitch",
                "src/dist/bin/cardswitch",
                "src/dist/bin/find-jdk",
            })
    void shouldParseAsPosixShell(String script) throws IOException, InterruptedException {
        assertEquals(0, new ProcessBuilder("sh", "-n", script).inheritIO().start().waitFor());
    }

    @Test
    void shouldPreferJavaHomeWhenItIsNewEnough() throws Exception {
        final Path home = released(folder.resolve("own jdk"), "26.0.1");
        released(installed.resolve("jdk-25"), "25");
        assertEquals(home.toString(), find(home.toString()).out());
    }

    @Test
    void shouldPassOverOldInstallations() throws Exception {
        final Path old = released(folder.resolve("old"), "17.0.15");
        released(installed.resolve("a-jdk-21"), "21.0.2");
        java(installed.resolve("b-jdk-8"), "1.8.0_402");
        final Path right = released(installed.resolve("c-jdk-25"), "25.0.3");
        assertEquals(right.toString(), find(old.toString()).out());
    }

    @Test
    void shouldPassOverInstallationsWithoutCompilerWhenBuilding() throws Exception {
        final Path runtime = released(folder.resolve("jre"), "25");
        final Path right = withCompiler(released(installed.resolve("jdk-25"), "25"));
        assertEquals(right.toString(), find(runtime.toString(), "javac").out());
        assertEquals(runtime.toString(), find(runtime.toString(), "java").out());
    }

    @Test
    void shouldAskJavaItselfWhenThereIsNoReleaseFile() throws Exception {
        final Path home = java(installed.resolve("jdk"), "25.0.3");
        assertEquals(home.toString(), find("").out());
    }

    @Test
    void shouldFollowTheLinkOnThePath() throws Exception {
        final Path home = released(folder.resolve("linked"), "25");
        Files.createSymbolicLink(tools.resolve("java"), home.resolve("bin/java"));
        assertEquals(home.toString(), find("").out());
    }

    @Test
    void shouldSayHowToGetAJdkWhenThereIsNone() throws Exception {
        final Found found = find("/nowhere");
        assertNotEquals(0, found.exitCode());
        assertEquals("", found.out());
        assertTrue(found.err().contains("needs a JDK 25 or newer"), found.err());
        assertTrue(found.err().contains("apt-get install"), found.err());
        assertTrue(found.err().contains("/nowhere"), found.err());
    }
}
