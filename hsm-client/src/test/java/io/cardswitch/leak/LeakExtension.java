package io.cardswitch.leak;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.util.List;

/**
 * Fails a test class that leaves threads running or Netty buffers unreleased. Registered for every
 * test class by {@code META-INF/services}.
 */
public final class LeakExtension implements BeforeAllCallback, AfterAllCallback {
    private static final ExtensionContext.Namespace STORE =
            ExtensionContext.Namespace.create(LeakExtension.class);

    static {
        BufferLeaks.install();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (isTopLevel(context)) {
            BufferLeaks.drain();
            context.getStore(STORE).put(ThreadLeaks.class, ThreadLeaks.before());
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (!isTopLevel(context)) {
            return;
        }
        final ThreadLeaks threads =
                context.getStore(STORE).get(ThreadLeaks.class, ThreadLeaks.class);
        final List<String> leftThreads = threads.leftBehind();
        final List<String> leftBuffers = BufferLeaks.drain();
        if (!leftThreads.isEmpty() || !leftBuffers.isEmpty()) {
            throw new AssertionError(
                    context.getDisplayName()
                            + " left threads running "
                            + leftThreads
                            + " and buffers unreleased "
                            + leftBuffers);
        }
    }

    private static boolean isTopLevel(ExtensionContext context) {
        return context.getRequiredTestClass().getEnclosingClass() == null;
    }
}
