package io.cardswitch.iso8583.yaml;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Reads one YAML file into {@link YamlNode}s. A plain subset on purpose: one document, text keys,
 * no anchors, aliases or tags; every value stays the text that stands in the file. Whatever is
 * wrong becomes a problem with its line, never an exception.
 */
public final class YamlReader {
    /** No file may be larger. */
    public static final int MAX_LENGTH = 1024 * 1024;

    /** Maps and lists inside one another. */
    public static final int MAX_DEPTH = 32;

    private static final int READ_FAILED = 1;

    private final String file;
    private final Problems problems;
    private final References references;
    private final Deque<YamlNode> open = new ArrayDeque<>();
    private final Deque<PendingKey> keys = new ArrayDeque<>();
    private YamlNode root;
    private boolean hasAlias;

    private record PendingKey(String name, int line) {
        static final PendingKey NONE = new PendingKey("", 0);

        boolean isNone() {
            return line == 0;
        }
    }

    private YamlReader(String file, Problems problems, References references) {
        this.file = file;
        this.problems = problems;
        this.references = references;
    }

    /** Reads the file as it stands; absent when it cannot be read as YAML. */
    public static YamlNode read(Path path, Problems problems) {
        return read(path, problems, null);
    }

    /** Reads the file and replaces its references; absent when it cannot be read as YAML. */
    public static YamlNode read(Path path, Problems problems, References references) {
        final String file = path.toString();
        if (Files.isDirectory(path)) {
            problems.add(file, READ_FAILED, "this is a directory", "name a file in it");
            return absent(file, problems);
        }
        try {
            if (Files.size(path) > MAX_LENGTH) {
                problems.add(
                        file,
                        READ_FAILED,
                        "file is larger than " + MAX_LENGTH + " bytes",
                        "split it, or check that it is the right file");
                return absent(file, problems);
            }
            final ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
            return parse(
                    file,
                    StandardCharsets.UTF_8.newDecoder().decode(bytes).toString(),
                    problems,
                    references);
        } catch (final CharacterCodingException e) {
            problems.add(file, READ_FAILED, "file is not UTF-8 text", "save it as UTF-8");
        } catch (final IOException e) {
            problems.add(
                    file,
                    READ_FAILED,
                    Files.exists(path) ? "file cannot be read" : "file is missing",
                    "create it, readable for the user that runs the switch");
        }
        return absent(file, problems);
    }

    /**
     * Reads a file that stands beside a class in its archive.
     *
     * @throws IllegalStateException when it is not there
     */
    public static YamlNode resource(Class<?> owner, String file, Problems problems) {
        try (InputStream in = owner.getResourceAsStream(file)) {
            if (in == null) throw new IllegalStateException(file + " is not on the class path");
            final String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return parse(file, text, problems);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads YAML text.
     *
     * @param file name for problems
     */
    public static YamlNode parse(String file, String text, Problems problems) {
        return parse(file, text, problems, null);
    }

    private static YamlNode parse(
            String file, String text, Problems problems, References references) {
        final YamlReader reader = new YamlReader(file, problems, references);
        try {
            return reader.build(new Parse(LoadSettings.builder().build()).parseString(text));
        } catch (final MarkedYamlEngineException e) {
            final Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
            final String what = e.getProblem() == null ? "not YAML" : e.getProblem();
            reader.problem(mark, oneLine(what), "correct the YAML; indent with blanks, not tabs");
        } catch (final YamlEngineException e) {
            problems.add(file, READ_FAILED, oneLine(e.getMessage()), "correct the YAML");
        }
        return absent(file, problems);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static YamlNode absent(String file, Problems problems) {
        return YamlNode.absent(new YamlNode.Position(problems, file, READ_FAILED));
    }

    private YamlNode build(Iterable<Event> events) {
        int documents = 0;
        for (final Event event : events) {
            switch (event.getEventId()) {
                case DocumentStart -> documents++;
                case Scalar, Alias, MappingStart, SequenceStart -> {
                    if (documents > 1) {
                        problem(mark(event), "second document in the file", "keep only one");
                        return absent(file, problems);
                    }
                    if (!onNode((NodeEvent) event)) {
                        return absent(file, problems);
                    }
                }
                case MappingEnd, SequenceEnd -> {
                    open.pop();
                    keys.pop();
                }
                default -> {}
            }
        }
        if (root == null) {
            problems.add(file, READ_FAILED, "file is empty", "write key: value lines");
            return absent(file, problems);
        }
        // What an alias stands for is missing: nothing that follows from that is told.
        return hasAlias ? absent(file, problems) : root;
    }

    /** Adds the node to what is open; false when reading cannot go on. */
    private boolean onNode(NodeEvent event) {
        rejectExtras(event);
        final YamlNode parent = open.peek();
        if (parent != null && parent.isMap() && keys.peek().isNone()) {
            return onKey(event);
        }
        final PendingKey key = parent == null ? PendingKey.NONE : keys.pop();
        final int line = key.isNone() ? line(mark(event)) : key.line;
        final YamlNode node = nodeOf(event, new YamlNode.Position(problems, file, line));
        attach(parent, key, node);
        if (parent != null) {
            keys.push(PendingKey.NONE);
        }
        if (event instanceof CollectionStartEvent) {
            if (open.size() == MAX_DEPTH) {
                problem(mark(event), "nested deeper than " + MAX_DEPTH, "write it flatter");
                return false;
            }
            open.push(node);
            keys.push(PendingKey.NONE);
        }
        return true;
    }

    private boolean onKey(NodeEvent event) {
        if (!(event instanceof ScalarEvent scalar)) {
            problem(mark(event), "a key that is not text", "write key: value");
            return false;
        }
        keys.pop();
        keys.push(new PendingKey(scalar.getValue(), line(mark(event))));
        return true;
    }

    private void attach(YamlNode parent, PendingKey key, YamlNode node) {
        if (parent == null) {
            root = node;
        } else if (parent.isList()) {
            parent.add(node);
        } else if (!parent.put(key.name, node)) {
            problems.add(file, key.line, "key " + key.name + " stands twice", "remove one");
        }
    }

    private YamlNode nodeOf(NodeEvent event, YamlNode.Position position) {
        return switch (event.getEventId()) {
            case MappingStart -> YamlNode.map(position);
            case SequenceStart -> YamlNode.list(position);
            case Scalar -> scalarOf((ScalarEvent) event, position);
            default -> YamlNode.absent(position);
        };
    }

    private YamlNode scalarOf(ScalarEvent event, YamlNode.Position position) {
        final String text = event.getValue();
        final String value =
                references == null
                        ? text
                        : references.resolve(text, file, position.line(), problems);
        return value == null
                ? YamlNode.absent(position)
                : YamlNode.scalar(
                        position.asReference(!value.equals(text)), value, !event.isPlain());
    }

    private void rejectExtras(NodeEvent event) {
        hasAlias |= event instanceof AliasEvent;
        if (event instanceof AliasEvent || event.getAnchor().isPresent()) {
            problem(mark(event), "anchors and aliases are not supported", "write the value out");
        }
        final boolean isTagged =
                event instanceof ScalarEvent scalar && scalar.getTag().isPresent()
                        || event instanceof CollectionStartEvent start
                                && start.getTag().isPresent();
        if (isTagged) {
            problem(mark(event), "tags are not supported", "remove the !tag");
        }
    }

    private static Mark mark(Event event) {
        return event.getStartMark().orElse(null);
    }

    private static int line(Mark mark) {
        return mark == null ? READ_FAILED : mark.getLine() + 1;
    }

    private void problem(Mark mark, String what, String hint) {
        problems.add(file, line(mark), what, hint);
    }
}
