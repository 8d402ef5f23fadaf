package io.cardswitch.core.journal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** The three system calls that Java has no word for. Elsewhere than on Linux they do nothing. */
final class LinuxCalls {
    private static final int O_RDWR_CREATE = 2 | 0100;
    private static final int NO_SPACE = 28;
    private static final int OWNER_ONLY = 0600;
    private static final int MADV_POPULATE_WRITE = 23;
    private static final boolean IS_LINUX = System.getProperty("os.name").startsWith("Linux");

    private static final MethodHandle OPEN =
            find(
                    "open",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT),
                    Linker.Option.firstVariadicArg(2));
    private static final MethodHandle ALLOCATE =
            find(
                    "posix_fallocate",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG));
    private static final MethodHandle CLOSE =
            find("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle ADVISE =
            find(
                    "madvise",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_INT));

    private LinuxCalls() {}

    /** Creates a file whose disk blocks exist from the start, so that writing it cannot run out. */
    static void allocate(Path file, long length) throws IOException {
        if (!IS_LINUX) return;
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment name = arena.allocateFrom(file.toString());
            final int descriptor = (int) OPEN.invokeExact(name, O_RDWR_CREATE, OWNER_ONLY);
            if (descriptor < 0) throw new IOException("cannot create " + file);
            final int error = (int) ALLOCATE.invokeExact(descriptor, 0L, length);
            final int ignored = (int) CLOSE.invokeExact(descriptor);
            if (error == NO_SPACE) {
                throw new IOException("no space left on the disk for " + file);
            }
            if (error != 0) {
                throw new IOException(
                        "cannot allocate " + length + " bytes for " + file + ": errno " + error);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new LinkageError("system call", e);
        }
    }

    /** Makes mapped pages present and writable now, so that no later store waits for them. */
    static boolean populate(long address, long length) {
        if (!IS_LINUX) return false;
        try {
            return (int) ADVISE.invokeExact(address, length, MADV_POPULATE_WRITE) == 0;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new LinkageError("system call", e);
        }
    }

    @SuppressWarnings("restricted") // The launcher grants native access.
    private static MethodHandle find(
            String name, FunctionDescriptor type, Linker.Option... options) {
        if (!IS_LINUX) return null;
        final Linker linker = Linker.nativeLinker();
        final SymbolLookup libc = linker.defaultLookup();
        return linker.downcallHandle(libc.find(name).orElseThrow(), type, options);
    }
}
