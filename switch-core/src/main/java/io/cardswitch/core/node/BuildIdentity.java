package io.cardswitch.core.node;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/** Which build this is: version and commit from the manifest of the jar. */
public final class BuildIdentity {
    private BuildIdentity() {}

    /** Version and commit, for example {@code 0.1.0 (1a2b3c4)}; says so when it runs unpacked. */
    public static String text() {
        final URL self = BuildIdentity.class.getResource("BuildIdentity.class");
        if (self == null || !"jar".equals(self.getProtocol())) {
            return "unpackaged";
        }
        final String jar = self.toString().substring(0, self.toString().indexOf('!') + 1);
        try (InputStream in = URI.create(jar + "/META-INF/MANIFEST.MF").toURL().openStream()) {
            final Attributes entries = new Manifest(in).getMainAttributes();
            final String commit = entries.getValue("Implementation-Commit");
            return entries.getValue("Implementation-Version") + " (" + commit + ")";
        } catch (final IOException e) {
            return "unknown (" + e.getMessage() + ")";
        }
    }
}
