package io.cardswitch.architecture;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePathScanner;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeKind;

/** The tidiness rules over single Java sources, by name. */
final class SourceChecks {
    static final int MAX_FILE_LINES = 400;
    static final int MAX_METHOD_LINES = 70;
    static final int MAX_LINE_LENGTH = 100;
    static final int MAX_PARAMETERS = 6;

    private static final Set<String> MESSAGE_PATH =
            Set.of(
                    "command",
                    "ledger",
                    "routing",
                    "authorization",
                    "engine",
                    "journal",
                    "edge",
                    "transport",
                    "pipeline");

    private static final Set<String> CATCH_ALL =
            Set.of("Throwable", "Exception", "RuntimeException", "Error");

    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b");
    private static final Pattern UNFINISHED_COMMENT = Pattern.compile("(//|\\*).*\\bX" + "XX\\b");

    /** One tidiness rule over one Java source. */
    @FunctionalInterface
    interface SourceCheck {
        void check(SourceFile file, Findings findings);
    }

    private SourceChecks() {}

    /** All rules, by name. */
    static Map<String, SourceCheck> all() {
        final Map<String, SourceCheck> checks = new LinkedHashMap<>();
        checks.put("file-length", SourceChecks::fileLength);
        checks.put("line-length", SourceChecks::lineLength);
        checks.put("nothing-unfinished", SourceChecks::nothingUnfinished);
        checks.put("method-length", scan(MethodLength::new));
        checks.put("parameters", scan(Parameters::new));
        checks.put("javadoc", scan(Javadoc::new));
        checks.put("catch", scan(Catches::new));
        checks.put("banned-calls", scan(BannedCalls::new));
        checks.put("secret-names", scan(SecretNames::new));
        checks.put("floating-point", scan(FloatingPoint::new));
        return checks;
    }

    private static void fileLength(SourceFile file, Findings findings) {
        final int lines = file.lines().size();
        if (lines > MAX_FILE_LINES) {
            findings.add(
                    file.path(),
                    lines,
                    lines + " lines",
                    "split it, " + MAX_FILE_LINES + " at most");
        }
    }

    private static void lineLength(SourceFile file, Findings findings) {
        final List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            final String line = lines.get(i);
            if (line.length() > MAX_LINE_LENGTH && !line.startsWith("import ")) {
                findings.add(
                        file.path(), i + 1, line.length() + " columns", "break the line at 100");
            }
        }
    }

    private static void nothingUnfinished(SourceFile file, Findings findings) {
        final List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            final String line = lines.get(i);
            if (UNFINISHED.matcher(line).find() || UNFINISHED_COMMENT.matcher(line).find()) {
                findings.add(file.path(), i + 1, "unfinished work", "finish it or open an issue");
            }
        }
    }

    private static SourceCheck scan(Supplier<Scanner> scanner) {
        return (file, findings) -> scanner.get().scan(file, findings);
    }

    /** Walks the syntax tree of one file and collects what it finds. */
    private abstract static class Scanner extends TreePathScanner<Void, Void> {
        private SourceFile file;
        private Findings findings;

        final void scan(SourceFile source, Findings target) {
            file = source;
            findings = target;
            if (applies(source)) {
                scan(source.unit(), null);
            }
        }

        boolean applies(SourceFile source) {
            return true;
        }

        final SourceFile file() {
            return file;
        }

        final void found(Tree tree, String what, String hint) {
            findings.add(file.path(), file.startLine(tree), what, hint);
        }

        final boolean isInside(Tree.Kind kind) {
            return getCurrentPath().getParentPath().getLeaf().getKind() == kind;
        }
    }

    private static final class MethodLength extends Scanner {
        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            final long lines = file().endLine(method) - file().startLine(method) + 1;
            if (lines > MAX_METHOD_LINES) {
                found(
                        method,
                        method.getName() + " has " + lines + " lines",
                        "split it, " + MAX_METHOD_LINES + " at most");
            }
            return super.visitMethod(method, unused);
        }
    }

    private static final class Parameters extends Scanner {
        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            final int count = method.getParameters().size();
            final boolean isOfRecord = isInside(Tree.Kind.RECORD) && method.getReturnType() == null;
            if (count > MAX_PARAMETERS && !isOfRecord) {
                found(
                        method,
                        method.getName() + " takes " + count + " parameters",
                        MAX_PARAMETERS + " at most: group them in a record");
            }
            return super.visitMethod(method, unused);
        }
    }

    private static final class Javadoc extends Scanner {
        @Override
        boolean applies(SourceFile source) {
            return !source.isTest();
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            if (isPublic(type) && !file().hasJavadoc(getCurrentPath())) {
                found(type, type.getSimpleName() + " has no Javadoc", "say what it is for");
            }
            return super.visitClass(type, unused);
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            final boolean isOwn =
                    method.getModifiers().getAnnotations().isEmpty()
                            && method.getReturnType() != null;
            if (isOwn
                    && method.getModifiers().getFlags().contains(Modifier.PUBLIC)
                    && isPublic(getCurrentPath().getParentPath().getLeaf())
                    && !file().hasJavadoc(getCurrentPath())) {
                found(method, method.getName() + " has no Javadoc", "state its contract");
            }
            return super.visitMethod(method, unused);
        }

        private static boolean isPublic(Tree tree) {
            return tree instanceof ClassTree type
                    && type.getModifiers().getFlags().contains(Modifier.PUBLIC);
        }
    }

    private static final class Catches extends Scanner {
        @Override
        public Void visitCatch(CatchTree caught, Void unused) {
            if (caught.getBlock().getStatements().isEmpty()
                    && !file().textOf(caught.getBlock()).contains("// ")) {
                found(caught, "empty catch", "count it, report it, or say why it is expected");
            }
            if (file().isDeterministic()
                    && CATCH_ALL.contains(caught.getParameter().getType().toString())) {
                found(caught, "catch-all in the core", "the core expects no exception");
            }
            return super.visitCatch(caught, unused);
        }
    }

    private static final class BannedCalls extends Scanner {
        @Override
        public Void visitMemberSelect(MemberSelectTree select, Void unused) {
            final String text = select.toString();
            final boolean isConsole = text.equals("System.out") || text.equals("System.err");
            if (isConsole && file().isProduct() && !file().room().equals("cli")) {
                found(select, text, "only commands write to the console");
            }
            return super.visitMemberSelect(select, unused);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
            final String target = call.getMethodSelect().toString();
            final String name = target.substring(target.lastIndexOf('.') + 1);
            if (name.equals("ordinal") && call.getArguments().isEmpty()) {
                found(call, "ordinal()", "use an explicit code");
            }
            if (name.equals("printStackTrace")) {
                found(call, "printStackTrace()", "report it in plain words");
            }
            if (target.equals("Thread.sleep") && file().isTest()) {
                found(call, "Thread.sleep in a test", "wait for the condition itself");
            }
            if (isOnMessagePath() && (target.equals("String.format") || name.equals("formatted"))) {
                found(call, target + " on the message path", "write bytes, not Strings");
            }
            return super.visitMethodInvocation(call, unused);
        }

        private boolean isOnMessagePath() {
            return file().isProduct()
                    && (MESSAGE_PATH.contains(file().room())
                            || file().packageName().equals("io.cardswitch.iso8583.codec"));
        }
    }

    private static final class SecretNames extends Scanner {
        @Override
        boolean applies(SourceFile source) {
            return source.isProduct();
        }

        @Override
        public Void visitVariable(VariableTree variable, Void unused) {
            if (String.valueOf(variable.getType()).equals("String")
                    && HouseConditions.SECRET_NAME.matcher(variable.getName()).matches()) {
                found(variable, variable.getName() + " is a String", "secrets live in wiped bytes");
            }
            return super.visitVariable(variable, unused);
        }
    }

    private static final class FloatingPoint extends Scanner {
        @Override
        boolean applies(SourceFile source) {
            return source.isDeterministic();
        }

        @Override
        public Void visitPrimitiveType(PrimitiveTypeTree type, Void unused) {
            final TypeKind kind = type.getPrimitiveTypeKind();
            if (kind == TypeKind.FLOAT || kind == TypeKind.DOUBLE) {
                found(type, "floating point in the core", "count in minor units");
            }
            return super.visitPrimitiveType(type, unused);
        }

        @Override
        public Void visitLiteral(LiteralTree literal, Void unused) {
            if (literal.getValue() instanceof Double || literal.getValue() instanceof Float) {
                found(literal, "floating point in the core", "count in minor units");
            }
            return super.visitLiteral(literal, unused);
        }
    }
}
