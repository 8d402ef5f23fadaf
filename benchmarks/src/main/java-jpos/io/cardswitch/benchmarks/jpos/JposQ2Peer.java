package io.cardswitch.benchmarks.jpos;

import org.jpos.q2.Q2;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Q2 with QServer and TransactionManager as they are meant to be used, tuned: virtual threads, 64
 * sessions that may grow to 8192 (with less, the manager sleeps 100 ms whenever more are active),
 * no logger.
 */
public final class JposQ2Peer {
    private static final String SERVER =
            """
            <server class="org.jpos.q2.iso.QServer" name="server" logger="none">
              <attr name="port" type="java.lang.Integer">PORT</attr>
              <attr name="maxSessions" type="java.lang.Integer">1024</attr>
              <property name="virtual-threads" value="true"/>
              <channel class="org.jpos.iso.channel.PostChannel" logger="none"
                       packager="org.jpos.iso.packager.GenericPackager">
                <property name="packager-config" value="jar:packager/iso87binary.xml"/>
              </channel>
              <request-listener class="org.jpos.iso.IncomingListener" logger="none">
                <property name="space" value="tspace:default"/>
                <property name="queue" value="TXNMGR"/>
              </request-listener>
            </server>
            """;
    private static final String MANAGER =
            """
            <txnmgr class="org.jpos.transaction.TransactionManager" name="txnmgr" logger="none">
              <property name="space" value="tspace:default"/>
              <property name="queue" value="TXNMGR"/>
              <property name="sessions" value="64"/>
              <property name="max-sessions" value="8192"/>
              <property name="virtual-threads" value="true"/>
              <participant class="io.cardswitch.benchmarks.jpos.DebitParticipant" logger="none"/>
            </txnmgr>
            """;

    private JposQ2Peer() {}

    /** Arguments: port, directory for its deployment files. */
    public static void main(String[] args) throws IOException {
        final Path deploy = Files.createDirectories(Path.of(args[1], "deploy"));
        Files.writeString(deploy.resolve("10_server.xml"), SERVER.replace("PORT", args[0]));
        Files.writeString(deploy.resolve("20_txnmgr.xml"), MANAGER);
        // Without directory scan, dynamic class loader and flight recorder.
        new Q2(new String[] {"-d", deploy.toString(), "-Ns", "-Nd", "-Nf"}).start();
    }
}
