package io.cardswitch.core.cli;

import io.cardswitch.core.config.dialect.SiteDialects;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.framing.MessageHeader;
import io.cardswitch.iso8583.jpos.InterpretedDialect;
import io.cardswitch.iso8583.jpos.PackagerStatement;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.yaml.Problems;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A dialect named on the command line: a bundled one, or a file that ends in .yaml. As a {@link
 * picocli.CommandLine.Mixin}, that of the messages, and what stands in front of them.
 */
final class DialectArgument {
    @Option(
            names = "--spec",
            required = true,
            paramLabel = "NAME|FILE.yaml",
            description = "the messages' dialect")
    private String dialect;

    @Option(
            names = "--header",
            paramLabel = "NAME",
            completionCandidates = HeaderNames.class,
            description = {
                "what stands in front of them: ${COMPLETION-CANDIDATES}",
                "as the dialect says when not given"
            })
    private Header header;

    /** As dialect files write them. */
    static final class HeaderNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Header.values())
                    .map(header -> header.name().toLowerCase(Locale.ROOT))
                    .iterator();
        }
    }

    /** The dialect; null, with its problems printed, when the file has any. */
    static MessageSpec resolve(String argument, CommandSpec command) {
        if (argument.endsWith(".yaml")) return load(Path.of(argument), command);
        if (!Dialects.names().contains(argument)) {
            throw new CommandLine.ParameterException(
                    command.commandLine(),
                    argument
                            + " is no dialect: use "
                            + String.join(", ", Dialects.names())
                            + " or a FILE.yaml");
        }
        return Dialects.bundled(argument);
    }

    /**
     * What a command does with messages of the dialect; null, with its problems printed, when the
     * file has any.
     *
     * @param compiled of a dialect of ours, and what stands in front of its messages
     * @param interpreted of one that jPOS interprets
     */
    MessageLines.Translation translation(
            CommandSpec command,
            BiFunction<MessageSpec, MessageHeader, MessageLines.Translation> compiled,
            Function<InterpretedDialect, MessageLines.Translation> interpreted) {
        if (!isInterpreted(dialect)) {
            final MessageSpec spec = resolve(dialect, command);
            if (spec == null) return null;
            return compiled.apply(spec, header == null ? spec.header() : header);
        }
        final InterpretedDialect jpos = interpreted(Path.of(dialect), command);
        if (jpos == null) return null;
        if (header == null) return interpreted.apply(jpos);
        throw new CommandLine.ParameterException(
                command.commandLine(), "--header: not for a dialect that jPOS interprets");
    }

    /** Whether it is a file that has jPOS interpret a packager. */
    static boolean isInterpreted(String argument) {
        return argument.endsWith(".yaml") && PackagerStatement.isIn(Path.of(argument));
    }

    /** The interpreted dialect of a file; null, with its problems printed, when it has any. */
    static InterpretedDialect interpreted(Path file, CommandSpec command) {
        final Problems problems = new Problems();
        final InterpretedDialect dialect = InterpretedDialect.load(file, problems);
        print(problems, command);
        return dialect;
    }

    /** The dialect of a file; null, with its problems printed, when it has any. */
    static MessageSpec load(Path file, CommandSpec command) {
        final Problems problems = new Problems();
        final MessageSpec spec = Dialects.load(file, problems);
        print(problems, command);
        return spec;
    }

    /** The dialects of a configuration directory; null, with their problems printed. */
    static SiteDialects ofSite(Path directory, CommandSpec command) {
        if (!Files.isDirectory(directory.resolve("specs"))) {
            final String what = directory + " has no folder specs";
            throw new CommandLine.ParameterException(command.commandLine(), what);
        }
        final Problems problems = new Problems();
        final SiteDialects site = new SiteDialects(directory, problems);
        print(problems, command);
        return problems.isEmpty() ? site : null;
    }

    private static void print(Problems problems, CommandSpec command) {
        final PrintWriter err = command.commandLine().getErr();
        problems.lines().forEach(err::println);
        err.flush();
    }
}
