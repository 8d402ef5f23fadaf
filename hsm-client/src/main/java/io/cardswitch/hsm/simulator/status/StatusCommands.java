package io.cardswitch.hsm.simulator.status;

import io.cardswitch.hsm.simulator.device.Device;
import io.cardswitch.hsm.simulator.host.CommandTable;
import io.cardswitch.hsm.simulator.host.ErrorCode;
import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;
import io.cardswitch.hsm.simulator.host.ResponseWriter;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/** Diagnostics, echo, random numbers, hashes, and the end of the authorised state. */
public final class StatusCommands {
    private static final String FIRMWARE = "0007-E000";
    private static final String BUFFER_32K_TCP = "31";
    private static final int SOCKETS = 64;
    private static final int MAX_RANDOM = 999;

    private StatusCommands() {}

    /** Adds NC, NO, B2, N0, GM and RA. */
    public static void addTo(CommandTable<Device> table) {
        table.add("NC", StatusCommands::diagnostics)
                .add("NO", StatusCommands::status)
                .add("B2", StatusCommands::echo)
                .add("N0", StatusCommands::random)
                .add("GM", StatusCommands::hash)
                .add("RA", StatusCommands::cancelAuthorisation);
    }

    private static void diagnostics(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal {
        in.end();
        out.hex(device.lmkCheckValue()).text(FIRMWARE);
    }

    private static void status(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal {
        final int mode = in.decimal(2);
        in.end();
        switch (mode) {
            case 0 ->
                    out.text(BUFFER_32K_TCP)
                            .decimal(SOCKETS, 2)
                            .text(FIRMWARE)
                            .text("0")
                            .text("0000");
            case 1 -> out.text("0");
            default -> throw ErrorCode.INPUT.refusal();
        }
    }

    /** A message shorter than it says is error 80, a longer one 15. */
    private static void echo(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal {
        final int length = in.hexNumber(4);
        if (length > in.remaining()) throw ErrorCode.MESSAGE_LENGTH.refusal();
        final byte[] message = in.bytes(length);
        in.end();
        out.bytes(message);
    }

    private static void random(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal {
        final int length = in.decimal(3);
        in.end();
        if (length < 1 || length > MAX_RANDOM) throw ErrorCode.VERIFICATION_FAILED.refusal();
        final byte[] bytes = new byte[length];
        device.random().nextBytes(bytes);
        out.bytes(bytes);
    }

    private static void hash(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal {
        final String algorithm =
                switch (in.decimal(2)) {
                    case 1 -> "SHA-1";
                    case 2 -> "MD5";
                    case 5 -> "SHA-224";
                    case 6 -> "SHA-256";
                    case 7 -> "SHA-384";
                    case 8 -> "SHA-512";
                    default -> throw ErrorCode.KEY_LENGTH_FLAG.refusal();
                };
        final int length = in.decimal(5);
        if (length > in.remaining()) throw ErrorCode.MESSAGE_LENGTH.refusal();
        final byte[] message = in.bytes(length);
        in.end();
        try {
            out.bytes(MessageDigest.getInstance(algorithm).digest(message));
        } catch (GeneralSecurityException e) {
            throw ErrorCode.INTERNAL.refusal();
        }
    }

    private static void cancelAuthorisation(RequestReader in, ResponseWriter out, Device device)
            throws HostRefusal {
        in.end();
        device.cancelAuthorisation();
    }
}
