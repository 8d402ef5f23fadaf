package io.cardswitch.iso8583.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Set;

/** The classes of this module once more, changed so that they count their {@link Steps}. */
final class CountedClasses extends ClassLoader {
    private static final String OURS = "io.cardswitch.iso8583.";
    private static final ClassDesc STEPS = ClassDesc.of(Steps.class.getName());
    private static final MethodTypeDesc ONE = MethodTypeDesc.of(ConstantDescs.CD_void);
    private static final MethodTypeDesc MANY =
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);

    /** Methods of others whose last parameter is the number of bytes that they move. */
    private static final Set<String> MOVES = Set.of("arraycopy", "copyOf", "getBytes", "putBytes");

    CountedClasses() {
        super(CountedClasses.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS) || name.equals(Steps.class.getName())) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            final Class<?> loaded = findLoadedClass(name);
            return loaded == null ? counted(name) : loaded;
        }
    }

    private Class<?> counted(String name) throws ClassNotFoundException {
        final String file = name.replace('.', '/') + ".class";
        try (InputStream in = getParent().getResourceAsStream(file)) {
            if (in == null) throw new ClassNotFoundException(name);
            final ClassHierarchyResolver known = ClassHierarchyResolver.ofClassLoading(getParent());
            final ClassFile api = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(known));
            final ClassTransform counting =
                    ClassTransform.transformingMethodBodies(
                            CodeTransform.ofStateful(Counting::new));
            final byte[] changed = api.transformClass(api.parse(in.readAllBytes()), counting);
            return defineClass(name, changed, 0, changed.length);
        } catch (final IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** Of one method. */
    private static final class Counting implements CodeTransform {
        @Override
        public void atStart(CodeBuilder code) {
            code.invokestatic(STEPS, "one", ONE);
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            switch (element) {
                case BranchInstruction _, TableSwitchInstruction _, LookupSwitchInstruction _ ->
                        code.invokestatic(STEPS, "one", ONE);
                case InvokeInstruction call when isMove(call) ->
                        code.dup().invokestatic(STEPS, "many", MANY);
                default -> {}
            }
            code.with(element);
        }

        private static boolean isMove(InvokeInstruction call) {
            final MethodTypeDesc type = call.typeSymbol();
            final int last = type.parameterCount() - 1;
            return MOVES.contains(call.name().stringValue())
                    && !call.owner().asInternalName().startsWith(OURS.replace('.', '/'))
                    && last >= 0
                    && type.parameterType(last).equals(ConstantDescs.CD_int);
        }
    }
}
