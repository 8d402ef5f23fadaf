package io.cardswitch.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.googlejavaformat.java.Main;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All sources are laid out by google-java-format, AOSP style; the profile {@code format} mends. */
final class FormatterTest {
    private static final boolean APPLY = Boolean.getBoolean("format.apply");

    @Test
    void shouldBeLaidOutByTheFormatter() throws Exception {
        final List<Path> sources = Repository.find().javaSources();
        assertEquals(
                "",
                run(APPLY ? "--replace" : "--dry-run", sources),
                "not laid out by the formatter; mend with: mvn -q -Pformat test");
    }

    @Test
    void shouldRejectPlantedLayout(@TempDir Path folder) throws Exception {
        final Path bad = Files.writeString(folder.resolve("Bad.java"), "class Bad{int  x;}\n");
        assertTrue(run("--dry-run", List.of(bad)).contains("Bad.java"));
        assertEquals("", run("--replace", List.of(bad)));
        assertEquals("class Bad {\n    int x;\n}\n", Files.readString(bad));
        assertFalse(run("--dry-run", List.of(bad)).contains("Bad.java"));
    }

    private static String run(String mode, List<Path> sources) throws Exception {
        final StringWriter output = new StringWriter();
        final PrintWriter writer = new PrintWriter(output);
        final List<String> arguments = new ArrayList<>(List.of("--aosp", mode));
        sources.forEach(source -> arguments.add(source.toString()));
        new Main(writer, writer, InputStream.nullInputStream())
                .format(arguments.toArray(String[]::new));
        writer.flush();
        return output.toString();
    }
}
