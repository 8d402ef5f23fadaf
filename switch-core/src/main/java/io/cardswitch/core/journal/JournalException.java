package io.cardswitch.core.journal;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** The journal cannot keep its promise; the node must stop. The message is for the operator. */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure in the operator's words. */
    public JournalException(String message) {
        super(message);
    }

    /** A failure and what caused it. */
    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What the operating system said, without the Java class where its text is enough. */
    public static String describe(Throwable failure) {
        return switch (failure) {
            case UncheckedIOException unchecked -> describe(unchecked.getCause());
            case NotDirectoryException file -> file.getFile() + " is a file, not a directory";
            case NoSuchFileException file -> file.getFile() + " does not exist";
            case AccessDeniedException file -> file.getFile() + ": permission denied";
            case FileSystemException file when file.getReason() != null ->
                    file.getFile() + ": " + file.getReason();
            default ->
                    failure.getMessage() == null
                            ? failure.getClass().getSimpleName()
                            : failure.getClass().getSimpleName() + ": " + failure.getMessage();
        };
    }
}
