package io.cardswitch.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.cli.CardSwitchCommand;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every command and Maven profile that a page names exists, and README names every command. */
final class PagesTest {
    private static final Pattern COMMAND =
            Pattern.compile("\\./cardswitch ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?");
    private static final Pattern PROFILE = Pattern.compile("\\bmvn[^`\\n]* -P ?([a-z-]+)");
    private static final Pattern PROFILE_ID =
            Pattern.compile("<profile>\\s*(?:<!--.*?-->\\s*)?<id>([a-z-]+)</id>");
    private static final Pattern LAUNCHER_CASE = Pattern.compile("(?m)^    ([a-z-]+)\\)$");

    private final Repository repository = Repository.find();
    private final CommandLine commands = CardSwitchCommand.commandLine();
    private final Set<String> launcherCommands = launcherCommands();

    @Test
    void shouldNameOnlyCommandsThatExist() {
        final Findings findings = new Findings();
        for (final Path page : repository.pages()) {
            checkCommands(page.getFileName().toString(), Repository.read(page), findings);
        }
        assertTrue(findings.isEmpty(), findings::toString);
    }

    @Test
    void shouldNameOnlyProfilesThatExist() {
        final Findings findings = new Findings();
        for (final Path page : repository.pages()) {
            checkProfiles(page.getFileName().toString(), Repository.read(page), findings);
        }
        assertTrue(findings.isEmpty(), findings::toString);
    }

    @Test
    void shouldNameEveryCommandInReadme() {
        final String readme = Repository.read(repository.root().resolve("README.md"));
        final Set<String> missing = new TreeSet<>(commands.getSubcommands().keySet());
        missing.addAll(launcherCommands);
        missing.removeIf(name -> readme.contains("`" + name) || name.equals("help"));
        assertEquals(Set.of(), missing);
    }

    @Test
    void shouldRejectPlantedCommandAndProfile() {
        final Findings findings = new Findings();
        checkCommands("p.md", "run `./cardswitch fly` or `./cardswitch config chekc`", findings);
        checkProfiles("p.md", "run `mvn verify -P fast`", findings);
        assertEquals(3, findings.lines().size(), findings::toString);
    }

    @Test
    void shouldAcceptTidyPage() {
        final Findings findings = new Findings();
        checkCommands("p.md", "`./cardswitch config check DIR`, `./cardswitch test`", findings);
        checkProfiles("p.md", "`mvn verify -P power-loss`", findings);
        assertEquals(List.of(), findings.lines());
        assertFalse(launcherCommands.isEmpty());
    }

    private void checkCommands(String page, String text, Findings findings) {
        final Matcher matcher = COMMAND.matcher(text);
        while (matcher.find()) {
            final String name = matcher.group(1);
            final CommandLine command = commands.getSubcommands().get(name);
            final boolean isKnown = command != null || launcherCommands.contains(name);
            final boolean isSubKnown =
                    command == null
                            || matcher.group(2) == null
                            || command.getSubcommands().isEmpty()
                            || command.getSubcommands().containsKey(matcher.group(2));
            if (!isKnown || !isSubKnown) {
                final long line = text.substring(0, matcher.start()).lines().count();
                findings.add(page, line, matcher.group(), "no such command");
            }
        }
    }

    private void checkProfiles(String page, String text, Findings findings) {
        final Set<String> known = new TreeSet<>();
        for (final String pom : List.of("pom.xml", "switch-core/pom.xml")) {
            final String model = Repository.read(repository.root().resolve(pom));
            PROFILE_ID.matcher(model).results().map(match -> match.group(1)).forEach(known::add);
        }
        for (final MatchResult match : PROFILE.matcher(text).results().toList()) {
            if (!known.contains(match.group(1))) {
                findings.add(page, 0, match.group(), "no such profile");
            }
        }
    }

    private Set<String> launcherCommands() {
        final String launcher = Repository.read(repository.root().resolve("cardswitch"));
        final Set<String> names = new TreeSet<>();
        LAUNCHER_CASE.matcher(launcher).results().map(match -> match.group(1)).forEach(names::add);
        return names;
    }
}
