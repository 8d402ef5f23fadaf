package io.cardswitch.core.config.dialect;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.jpos.PackagerStatement;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.validate.MessageRules;
import io.cardswitch.iso8583.yaml.Problems;
import io.cardswitch.iso8583.yaml.YamlNode;
import io.cardswitch.iso8583.yaml.YamlReader;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What links may name: bundled dialects and rules, and those of the files in the folders {@code
 * specs} and {@code rules} of the configuration directory. Names are given once.
 */
public final class SiteDialects {
    private final Path directory;
    private final Problems problems;
    // Null until somebody names it: the bundled ones are many.
    private final Map<String, MessageSpec> specs = new TreeMap<>();
    private final Map<String, MessageRules> rules = new TreeMap<>();
    private final Map<Path, MessageSpec> ownSpecs = new TreeMap<>();
    private final Map<Path, PackagerStatement> interpreted = new TreeMap<>();

    /** Loads the files; what is wrong with one is recorded, and the file left out. */
    public SiteDialects(Path directory, Problems problems) {
        this.directory = directory;
        this.problems = problems;
        Dialects.names().forEach(name -> specs.put(name, null));
        MessageRules.names().forEach(name -> rules.put(name, null));
        for (final Path file : files("specs")) {
            if (PackagerStatement.isIn(file)) addInterpreted(file);
            else addSpec(file);
        }
        for (final Path file : files("rules")) {
            final MessageRules read = MessageRules.load(file, problems);
            if (read == null) continue;
            if (rules.containsKey(read.name())) refuseName(file, "rules", read.name());
            else rules.put(read.name(), read);
        }
    }

    private void addSpec(Path file) {
        final MessageSpec spec = Dialects.load(file, problems);
        if (spec == null) return;
        if (isTaken(spec.name())) {
            refuseName(file, "dialect", spec.name());
            return;
        }
        specs.put(spec.name(), spec);
        ownSpecs.put(file, spec);
    }

    private void addInterpreted(Path file) {
        final PackagerStatement stated = PackagerStatement.of(file, problems);
        if (stated == null) return;
        if (isTaken(stated.name())) refuseName(file, "dialect", stated.name());
        else interpreted.put(file, stated);
    }

    private boolean isTaken(String name) {
        return specs.containsKey(name) || isInterpreted(name);
    }

    private boolean isInterpreted(String name) {
        return interpreted.values().stream().anyMatch(stated -> stated.name().equals(name));
    }

    /** The dialects of the site by file. */
    public Map<Path, MessageSpec> ownSpecs() {
        return Collections.unmodifiableMap(ownSpecs);
    }

    /** Those of the site that jPOS interprets, for tools, by file. */
    public Map<Path, PackagerStatement> interpreted() {
        return Collections.unmodifiableMap(interpreted);
    }

    /** In the order of their names, so that problems have an order. */
    private List<Path> files(String folderName) {
        final Path folder = directory.resolve(folderName);
        final List<Path> files = new ArrayList<>();
        if (!Files.isDirectory(folder)) return files;
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.yaml")) {
            found.forEach(files::add);
        } catch (final IOException e) {
            problems.add(folder.toString(), 1, "directory cannot be read", "make it readable");
        }
        Collections.sort(files);
        return files;
    }

    private void refuseName(Path file, String key, String name) {
        YamlReader.read(file, problems)
                .get(key)
                .problem("the name \"" + name + "\" is taken", "choose another");
    }

    /**
     * The dialect that a node names, one that the switch can answer in; else a problem is recorded,
     * and another one comes back.
     */
    public MessageSpec spec(YamlNode node) {
        if (isInterpreted(node.text())) {
            final String what = "no link speaks " + node.text() + ": jPOS interprets it";
            node.problem(what, "\"specs check\" of its file says what no dialect can say");
            return Dialects.bundled(Dialects.names().getFirst());
        }
        final int before = problems.count();
        final String name = node.choice(specs.keySet());
        final MessageSpec spec = specs.computeIfAbsent(name, Dialects::bundled);
        if (problems.count() == before) ServedElements.require(spec, node);
        return spec;
    }

    /** The rules that a node names, if it is there; a problem when they are for another version. */
    public Optional<MessageRules> rules(YamlNode node, MessageSpec spec) {
        if (!node.isPresent()) return Optional.empty();
        final int before = problems.count();
        final String name = node.choice(rules.keySet());
        final MessageRules named = rules.computeIfAbsent(name, MessageRules::bundled);
        final boolean isRead = spec != null && problems.count() == before;
        if (isRead && named.version() != spec.version()) {
            node.problem(
                    "rules " + named + " are not for the version of " + spec,
                    "name rules for the version that the dialect states");
        }
        return Optional.of(named);
    }
}
