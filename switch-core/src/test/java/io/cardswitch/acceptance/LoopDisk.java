package io.cardswitch.acceptance;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file with an ext4 file system, mounted through a loop device, whose power can be cut: the file
 * system stops at once and what was not forced is gone. Needs root and Linux.
 */
final class LoopDisk implements AutoCloseable {
    private static final String SIZE = "512M";

    /** EXT4_IOC_SHUTDOWN of the kernel's ext4.h: _IOR('X', 125, u32). */
    private static final long SHUTDOWN = 0x8004587DL;

    /** EXT4_GOING_FLAGS_NOLOGFLUSH: not even the file system's own log is written. */
    private static final int NO_LOG_FLUSH = 2;

    private final Path image;
    private final Path mount;

    private LoopDisk(Path image, Path mount) {
        this.image = image;
        this.mount = mount;
    }

    /** Makes and mounts a disk below the folder. */
    static LoopDisk create(Path folder) throws IOException {
        final Path image = folder.resolve("disk.img");
        final LoopDisk disk = new LoopDisk(image, Files.createDirectory(folder.resolve("disk")));
        run("truncate", "-s", SIZE, image.toString());
        run("mkfs.ext4", "-q", "-F", image.toString());
        disk.mount();
        return disk;
    }

    /** Why this machine cannot do it, or an empty text. */
    static String obstacle() {
        if (!"root".equals(System.getProperty("user.name"))) return "needs root";
        for (final String tool : new String[] {"/sbin/mkfs.ext4", "/dev/loop-control"}) {
            if (!Files.exists(Path.of(tool))) return "needs " + tool;
        }
        return "";
    }

    /** The directory of the file system. */
    Path path() {
        return mount;
    }

    /** Cuts the power: from now on every access fails. */
    void cutPower() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            final int file =
                    (int)
                            function("open", ValueLayout.ADDRESS, ValueLayout.JAVA_INT)
                                    .invokeExact(arena.allocateFrom(mount.toString()), 0);
            final MemorySegment flags = arena.allocateFrom(ValueLayout.JAVA_INT, NO_LOG_FLUSH);
            final MethodHandle ioctl =
                    variadic("ioctl", ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG);
            final int result = (int) ioctl.invokeExact(file, SHUTDOWN, flags);
            final int closed = (int) function("close", ValueLayout.JAVA_INT).invokeExact(file);
            if (file < 0 || result != 0 || closed != 0) {
                throw new IOException("the file system could not be shut down");
            }
        }
    }

    /** Mounts what the cut left, as the machine does after the power is back. */
    void restorePower() throws IOException {
        run("umount", mount.toString());
        mount();
    }

    private void mount() throws IOException {
        run("mount", "-o", "loop", image.toString(), mount.toString());
    }

    @Override
    public void close() throws IOException {
        run("umount", mount.toString());
        Files.delete(image);
    }

    private static void run(String... command) throws IOException {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes());
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
    }

    private static MethodHandle function(String name, ValueLayout... parameters) {
        return link(name, FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
    }

    private static MethodHandle variadic(String name, ValueLayout... fixed) {
        final FunctionDescriptor type =
                FunctionDescriptor.of(ValueLayout.JAVA_INT, fixed)
                        .appendArgumentLayouts(ValueLayout.ADDRESS);
        return link(name, type, Linker.Option.firstVariadicArg(fixed.length));
    }

    @SuppressWarnings("restricted") // The one native call that Java has no word for.
    private static MethodHandle link(
            String name, FunctionDescriptor type, Linker.Option... options) {
        final Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
    }
}
