package io.cardswitch.core.cli.hsm;

import io.cardswitch.core.node.ExitCode;
import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.Secrets;
import io.cardswitch.hsm.crypto.emv.ApplicationCryptogram;
import io.cardswitch.hsm.crypto.emv.BerTlv;
import io.cardswitch.hsm.crypto.emv.CryptogramProfile;
import io.cardswitch.hsm.crypto.emv.IccMasterKey;
import io.cardswitch.hsm.crypto.emv.IssuerApplication;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code crypto arqc}: checks a chip cryptogram and shows what went into it. */
@Command(
        name = "arqc",
        description = {
            "Checks a chip cryptogram under a test issuer key.",
            "Shows what the application cryptogram of DE 55 was made of. Profiles: visa-cvn10,",
            "visa-cvn18, visa-cvn22, mchip-skd, emv-csk. Exit 1 when it is another cryptogram."
        },
        footer = {
            "",
            "Example: cardswitch crypto arqc --key 0123456789ABCDEFFEDCBA9876543210 \\",
            "  --pan 1234567890123456 --profile visa-cvn18 \\",
            "  9F0206000000004000 9F0306000000000000 9F1A020124 95058000048000 \\",
            "  5F2A020124 9A03191105 9C0101 9F370452BF4585 82021800 9F3602001C \\",
            "  9F100706011203A0B800 9F26087A788EA6B8A3E733"
        },
        mixinStandardHelpOptions = true)
final class ArqcCommand extends CryptoTask {
    /** Order of the ten elements that every profile takes; absent amounts count as zeros. */
    private static final List<String> TAGS =
            List.of("9F02", "9F03", "9F1A", "95", "5F2A", "9A", "9C", "9F37", "82", "9F36");

    private static final byte[] NO_OTHER_AMOUNT = new byte[6];

    @Option(
            names = "--key",
            required = true,
            paramLabel = "KEY",
            description = "issuer master key for cryptograms, 16 bytes",
            converter = SecretText.Octets.class)
    private SecretText key;

    @Option(
            names = "--pan",
            required = true,
            description = "the whole card number",
            converter = SecretText.Characters.class)
    private SecretText pan;

    @Option(names = "--sequence", defaultValue = "00", description = "card sequence number")
    private String sequence;

    @Option(names = "--profile", defaultValue = "emv-csk", description = "how the card computes")
    private String profileName;

    @Parameters(
            paramLabel = "DE55",
            arity = "1..*",
            description = "tags and values, in one part or several",
            converter = SecretText.Octets.class)
    private List<SecretText> chip;

    @Override
    int run(PrintWriter out) throws CryptoException {
        final CryptogramProfile profile = CryptogramProfile.of(profileName);
        if (profile == null) throw new CryptoException(CryptoError.METHOD_NOT_SUPPORTED);
        final Map<String, byte[]> tags = new TreeMap<>();
        final ByteArrayOutputStream whole = new ByteArrayOutputStream();
        chip.forEach(part -> whole.writeBytes(part.bytes()));
        for (final BerTlv element : BerTlv.parse(whole.toByteArray())) {
            tags.put(element.tagName(), element.value());
        }
        tags.putIfAbsent("9F03", NO_OTHER_AMOUNT);
        final byte[] application = required(tags, "9F10");
        final IssuerApplication issuer = IssuerApplication.parse(application);
        final ByteArrayOutputStream input = new ByteArrayOutputStream();
        for (final String tag : TAGS) {
            final byte[] value = required(tags, tag);
            out.println(tag + " ".repeat(11 - tag.length()) + Hex.text(value));
            input.writeBytes(value);
        }
        final boolean isWhole =
                profile == CryptogramProfile.VISA_CVN18 || profile == CryptogramProfile.VISA_CVN22;
        final byte[] last = isWhole ? application : issuer.verificationResults();
        out.println((isWhole ? "9F10       " : "CVR        ") + Hex.text(last));
        input.writeBytes(last);
        return check(out, profile, tags, input.toByteArray());
    }

    private int check(
            PrintWriter out, CryptogramProfile profile, Map<String, byte[]> tags, byte[] input)
            throws CryptoException {
        final byte[] digits = sequence.getBytes(StandardCharsets.US_ASCII);
        final byte[] card = IccMasterKey.optionB(key.bytes(), pan.bytes(), digits);
        final byte[] session =
                profile.cryptogramKey(card, required(tags, "9F36"), required(tags, "9F37"));
        try {
            final byte[] expected =
                    ApplicationCryptogram.generate(session, input, profile.padding());
            final boolean isRight = Secrets.areEqual(expected, required(tags, "9F26"));
            out.println("computed   " + Hex.text(expected));
            out.println("9F26       " + (isRight ? "right" : "another cryptogram"));
            return isRight ? ExitCode.DONE : ExitCode.FOUND;
        } finally {
            Secrets.wipe(card);
            Secrets.wipe(session);
        }
    }

    private static byte[] required(Map<String, byte[]> tags, String tag) throws CryptoException {
        final byte[] value = tags.get(tag);
        if (value == null) throw new CryptoException(CryptoError.VALUE_TRUNCATED);
        return value;
    }
}
