package io.cardswitch.core.cli;

import io.cardswitch.core.node.BuildIdentity;

import picocli.CommandLine.IVersionProvider;

/** The text of {@code --version}. */
final class BuildVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"CardSwitch " + BuildIdentity.text()};
    }
}
