package io.cardswitch.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * One Java source, parsed by javac but not compiled.
 *
 * @param path relative to the repository root
 * @param text the whole source
 * @param unit its syntax tree
 * @param trees positions and comments of the tree
 */
record SourceFile(String path, String text, CompilationUnitTree unit, Trees trees) {

    /** Parses the files; paths are shown relative to the root. */
    static List<SourceFile> parse(Path root, List<Path> paths) {
        final List<InMemory> files = new ArrayList<>();
        for (final Path path : paths) {
            files.add(new InMemory(root.relativize(path).toString(), Repository.read(path)));
        }
        return parse(files);
    }

    /** Parses a planted source. */
    static SourceFile planted(String path, String text) {
        return parse(List.of(new InMemory(path, text))).getFirst();
    }

    private static List<SourceFile> parse(List<InMemory> files) {
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        final JavacTask task =
                (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, files);
        final Trees trees = Trees.instance(task);
        final List<SourceFile> sources = new ArrayList<>();
        try {
            for (final CompilationUnitTree unit : task.parse()) {
                final JavaFileObject file = unit.getSourceFile();
                final String path = file.toUri().getPath().substring(1);
                sources.add(
                        new SourceFile(path, file.getCharContent(true).toString(), unit, trees));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    /** Name of the package that the file declares. */
    String packageName() {
        return unit.getPackageName() == null ? "" : unit.getPackageName().toString();
    }

    /** The room of the core that the file stands in, or "". */
    String room() {
        return Floors.roomOf("io.cardswitch", packageName());
    }

    /** Whether the file is part of the product: not a test, not a benchmark. */
    boolean isProduct() {
        return path.contains("src/main/") && !path.startsWith("benchmarks/");
    }

    /** Whether the file is test code. */
    boolean isTest() {
        return path.contains("src/test");
    }

    /** Whether the file must answer the same for ever. */
    boolean isDeterministic() {
        return isProduct() && Floors.deterministicRooms().contains(room());
    }

    /** Lines of the file. */
    List<String> lines() {
        return text.lines().toList();
    }

    /** Line of the first character of the tree. */
    long startLine(Tree tree) {
        return lineOf(trees.getSourcePositions().getStartPosition(unit, tree));
    }

    /** Line of the last character of the tree. */
    long endLine(Tree tree) {
        return lineOf(trees.getSourcePositions().getEndPosition(unit, tree));
    }

    /** The source text of the tree, comments included. */
    String textOf(Tree tree) {
        final int start = (int) trees.getSourcePositions().getStartPosition(unit, tree);
        return text.substring(start, (int) trees.getSourcePositions().getEndPosition(unit, tree));
    }

    /** Whether a Javadoc comment stands before the tree. */
    boolean hasJavadoc(TreePath treePath) {
        return trees.getDocComment(treePath) != null;
    }

    private long lineOf(long position) {
        return unit.getLineMap().getLineNumber(position);
    }

    private static final class InMemory extends SimpleJavaFileObject {
        private final String text;

        InMemory(String path, String text) {
            super(URI.create("memory:///" + path), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
