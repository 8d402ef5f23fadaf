package io.cardswitch.architecture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tidiness rules over packages and over the tree as a whole. */
final class TreeChecks {
    static final int MAX_PACKAGE_FILES = 15;
    static final int MIN_CHECKS_PER_KLOC = 30;

    /** Below this the density of checks says nothing. */
    private static final int SMALL_CORE_LINES = 1_000;

    private static final String PACKAGE_INFO = "package-info.java";
    private static final Pattern CHECK = Pattern.compile("\\b(Invariants\\.)?check\\(");

    /** Written in parts, or the check would find itself. */
    private static final Pattern MACHINE_PATH =
            Pattern.compile("(?<![\\w.])/(wo" + "rk|ro" + "ot|tmp/" + "h|ho" + "me)/");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(#[^)]*)?\\)");

    private TreeChecks() {}

    /** Every package is small, and those of main sources say what they are for. */
    static void packages(List<String> javaPaths, Findings findings) {
        final Map<String, List<String>> filesOf = new TreeMap<>();
        for (final String javaPath : javaPaths) {
            // A source folder of a profile holds the same packages.
            final String path = javaPath.replace("src/main/java-jpos/", "src/main/java/");
            final int slash = path.lastIndexOf('/');
            filesOf.computeIfAbsent(path.substring(0, slash), key -> new ArrayList<>())
                    .add(path.substring(slash + 1));
        }
        filesOf.forEach((folder, files) -> {
            final boolean hasInfo = files.contains(PACKAGE_INFO);
            final int count = files.size() - (hasInfo ? 1 : 0);
            if (count > MAX_PACKAGE_FILES) {
                findings.add(
                        folder, 0, count + " files", "split, " + MAX_PACKAGE_FILES + " at most");
            }
            if (!hasInfo && folder.contains("src/main/")) {
                findings.add(folder, 0, "no " + PACKAGE_INFO, "say what the package is for");
            }
        });
    }

    /** Floors 1 to 4 check what they believe, often. */
    static void density(List<SourceFile> sources, Findings findings) {
        int lines = 0;
        int checks = 0;
        for (final SourceFile source : sources) {
            if (source.isDeterministic() && Floors.of(source.room()) >= 1) {
                lines += source.lines().size();
                checks += (int) CHECK.matcher(source.text()).results().count();
            }
        }
        if (lines >= SMALL_CORE_LINES && checks * 1_000L < (long) MIN_CHECKS_PER_KLOC * lines) {
            findings.add(
                    "switch-core",
                    0,
                    checks + " invariant checks in " + lines + " lines of the core",
                    "at least " + MIN_CHECKS_PER_KLOC + " per 1000 lines (Invariants.check)");
        }
    }

    /** No path of the machine that a text was written on. */
    static void machinePaths(String path, String text, Findings findings) {
        final List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (MACHINE_PATH.matcher(lines.get(i)).find()) {
                findings.add(
                        path, i + 1, "path of one machine", "say it relative or by a variable");
            }
        }
    }

    /** Every relative link of a page leads somewhere. */
    static void links(Path root, String path, String text, Findings findings) {
        final List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            final Matcher link = LINK.matcher(lines.get(i));
            while (link.find()) {
                final Path target = root.resolve(path).resolveSibling(link.group(1)).normalize();
                if (!target.toFile().exists()) {
                    findings.add(path, i + 1, "dead link " + link.group(1), "mend or remove it");
                }
            }
        }
    }
}
