package io.cardswitch.hsm.crypto.emv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.Iso9797Padding;
import io.cardswitch.hsm.crypto.pin.ClearPinBlock;
import io.cardswitch.hsm.crypto.pin.PinBlockFormat;
import io.cardswitch.hsm.vectors.VectorRow;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Published keys, cryptograms, responses, scripts and tags of EMV. */
final class EmvVectorsTest {
    private static final Map<String, CryptogramProfile> PROFILES =
            Map.of(
                    "VSDC", CryptogramProfile.VISA_CVN10,
                    "MCHIP", CryptogramProfile.MCHIP_SKD,
                    "EMV_CSKD", CryptogramProfile.EMV_CSK,
                    "Visa CVN 10", CryptogramProfile.VISA_CVN10,
                    "Visa CVN 18", CryptogramProfile.VISA_CVN18,
                    "Visa CVN 22", CryptogramProfile.VISA_CVN22,
                    "Mastercard CVN 16", CryptogramProfile.MCHIP_SKD,
                    "Mastercard CVN 17", CryptogramProfile.MCHIP_SKD,
                    "Mastercard CVN 20", CryptogramProfile.EMV_CSK,
                    "Mastercard CVN 21", CryptogramProfile.EMV_CSK);

    private static final List<String> ORDER =
            List.of(
                    "tag_9f02",
                    "tag_9f03",
                    "tag_9f1a",
                    "tag_95",
                    "tag_5f2a",
                    "tag_9a",
                    "tag_9c",
                    "tag_9f37",
                    "tag_82",
                    "tag_9f36",
                    "tag_9f10",
                    "cvr");

    @TestFactory
    Stream<DynamicTest> shouldComputePublishedValues() {
        return VectorRow.tests("emv.jsonl", 88, EmvVectorsTest::check);
    }

    private static void check(VectorRow row) throws Exception {
        final String op = row.op();
        if (op.startsWith("kd.")) {
            checkKey(row);
        } else if (op.startsWith("ac.")) {
            checkCryptogram(row);
        } else if (op.startsWith("sm.") || op.equals("script_mac")) {
            checkScript(row);
        } else if (op.startsWith("scheme.")) {
            checkScheme(row);
        } else {
            checkOther(row);
        }
    }

    private static void checkKey(VectorRow row) throws Exception {
        switch (row.op()) {
            case "kd.derive_icc_mk_a" -> row.checkHex("icc_mk", cardKey(row, "iss_mk", false));
            case "kd.derive_icc_mk_b" -> row.checkHex("icc_mk", cardKey(row, "iss_mk", true));
            case "kd.derive_common_sk" ->
                    row.checkHex("session_key", SessionKey.common(row.hex("icc_mk"), row.hex("r")));
            case "kd.derive_visa_sm_sk" ->
                    row.checkHex(
                            "session_key",
                            SessionKey.visaSecureMessaging(row.hex("icc_mk"), row.hex("atc")));
            case "kd.derive_emv2000_tree_sk" -> {
                final SessionKey.Tree tree =
                        new SessionKey.Tree(row.number("branch_factor"), row.number("height"));
                row.checkHex(
                        "session_key",
                        SessionKey.emv2000(row.hex("icc_mk"), row.hex("atc"), row.hex("iv"), tree));
            }
            default -> throw new AssertionError("unknown operation " + row.op());
        }
    }

    private static byte[] cardKey(VectorRow row, String issuerKey, boolean isOptionB)
            throws CryptoException {
        final byte[] sequence = row.input("psn", "00").getBytes(StandardCharsets.US_ASCII);
        final byte[] pan = row.ascii("pan");
        return isOptionB
                ? IccMasterKey.optionB(row.hex(issuerKey), pan, sequence)
                : IccMasterKey.optionA(row.hex(issuerKey), pan, sequence);
    }

    private static void checkCryptogram(VectorRow row) throws Exception {
        final byte[] key = row.hex("sk_ac");
        switch (row.op()) {
            case "ac.generate_ac" -> {
                final Iso9797Padding padding =
                        row.input("padding_type", "EMV").equals("VISA")
                                ? Iso9797Padding.METHOD_1
                                : Iso9797Padding.METHOD_2;
                row.checkHex("ac", ApplicationCryptogram.generate(key, row.hex("data"), padding));
            }
            case "ac.generate_arpc_1" ->
                    row.checkHex("arpc", Arpc.method1(key, row.hex("arqc"), row.hex("arpc_rc")));
            case "ac.generate_arpc_2" -> {
                final byte[] proprietary = Hex.decode(row.input("prop_auth_data", ""));
                row.checkHex(
                        "arpc", Arpc.method2(key, row.hex("arqc"), row.hex("csu"), proprietary));
            }
            default -> throw new AssertionError("unknown operation " + row.op());
        }
    }

    private static void checkScript(VectorRow row) throws Exception {
        switch (row.op()) {
            case "sm.generate_command_mac" ->
                    row.checkHex("mac", IssuerScript.mac(row.hex("sk_smi"), row.hex("command")));
            case "sm.format_iso9564_2_pin_block" ->
                    row.checkHex(
                            "pin_block",
                            ClearPinBlock.encode(
                                    PinBlockFormat.ISO_2, row.ascii("pin"), null, null));
            case "sm.encrypt_command_data" ->
                    row.checkHex(
                            "enciphered",
                            IssuerScript.encipher(
                                    row.hex("sk_smc"),
                                    row.hex("command_data"),
                                    IssuerScript.Encipherment.valueOf(
                                            row.input("encryption_type"))));
            case "sm.format_vis_pin_block" ->
                    row.checkHex(
                            "pin_block",
                            IssuerScript.visPinBlock(
                                    row.hex("icc_mk_ac"), row.ascii("pin"), currentPin(row)));
            case "script_mac" -> {
                final byte[] master = cardKey(row, "imk_smi", false);
                final byte[] session =
                        row.input("session_key_derivation").equals("VSDC")
                                ? SessionKey.visaSecureMessaging(master, row.hex("atc"))
                                : SessionKey.common(master, row.hex("arqc"));
                row.checkHex("mac", IssuerScript.mac(session, row.hex("apdu_mac_input")));
            }
            default -> throw new AssertionError("unknown operation " + row.op());
        }
    }

    private static byte[] currentPin(VectorRow row) {
        return row.input("current_pin", "").getBytes(StandardCharsets.US_ASCII);
    }

    private static void checkScheme(VectorRow row) throws Exception {
        final CryptogramProfile profile = PROFILES.get(row.input("scheme"));
        final byte[] master = cardKey(row, "iss_mk_ac", false);
        switch (row.op()) {
            case "scheme.generate_ac" -> {
                final ByteArrayOutputStream input = new ByteArrayOutputStream();
                for (final String tag : ORDER) {
                    input.writeBytes(Hex.decode(row.input(tag, "")));
                }
                final byte[] key =
                        profile.cryptogramKey(master, row.hex("tag_9f36"), row.hex("tag_9f37"));
                row.checkHex(
                        "ac",
                        ApplicationCryptogram.generate(
                                key, input.toByteArray(), profile.padding()));
            }
            case "scheme.generate_arpc" -> row.checkHex("arpc", schemeArpc(row, profile, master));
            case "scheme.generate_pin_change_command" ->
                    row.checkHex("command", pinChange(row, profile, master));
            default -> throw new AssertionError("unknown operation " + row.op());
        }
    }

    private static byte[] schemeArpc(VectorRow row, CryptogramProfile profile, byte[] master)
            throws CryptoException {
        final byte[] arqc = row.hex("tag_9f26");
        final byte[] session =
                row.has("tag_9f36")
                        ? profile.cryptogramKey(master, row.hex("tag_9f36"), new byte[4])
                        : master;
        return row.has("csu")
                ? profile.arpcMethod2(session, arqc, row.hex("csu"), new byte[0])
                : profile.arpcMethod1(master, session, arqc, row.hex("arpc_rc"));
    }

    private static byte[] pinChange(VectorRow row, CryptogramProfile profile, byte[] masterAc)
            throws CryptoException {
        final byte[] arqc = row.hex("tag_9f26");
        final byte[] atc = row.hex("tag_9f36");
        final byte[] smi = cardKey(row, "iss_mk_smi", false);
        final byte[] smc = cardKey(row, "iss_mk_smc", false);
        final byte[] bound = Hex.decode(row.input("tag_9f36") + row.input("tag_9f26"));
        if (row.input("scheme").startsWith("Visa")) {
            final byte[] block =
                    IssuerScript.visPinBlock(masterAc, row.ascii("pin"), currentPin(row));
            final byte[] enciphered =
                    IssuerScript.encipher(
                            SessionKey.visaSecureMessaging(smc, atc),
                            block,
                            IssuerScript.Encipherment.VISA);
            return IssuerScript.pinChange(
                    SessionKey.visaSecureMessaging(smi, atc),
                    row.has("current_pin") ? 1 : 2,
                    enciphered,
                    bound);
        }
        final byte[] block =
                ClearPinBlock.encode(PinBlockFormat.ISO_2, row.ascii("pin"), null, null);
        final byte[] enciphered =
                IssuerScript.encipher(
                        SessionKey.common(smc, arqc), block, IssuerScript.Encipherment.MASTERCARD);
        return IssuerScript.pinChange(SessionKey.common(smi, arqc), 2, enciphered, bound);
    }

    private static void checkOther(VectorRow row) throws Exception {
        switch (row.op()) {
            case "arqc", "arpc_method1", "arpc_method2" -> checkHost(row);
            case "ac_input_padding" ->
                    row.checkHex(
                            "padded", Iso9797Padding.METHOD_2.pad(row.hex("selected_data"), 8));
            case "parse_iad" ->
                    row.checkHex(
                            "cvr",
                            IssuerApplication.parse(row.hex("tag_9f10")).verificationResults());
            case "tlv_decode" -> {
                if (row.expected("error") == null) {
                    assertEquals(row.expected("tags"), tags(BerTlv.parse(row.hex("data"))));
                } else {
                    row.check("tags", () -> BerTlv.parse(row.hex("data")).toString());
                }
            }
            default -> throw new AssertionError("unknown operation " + row.op());
        }
    }

    private static void checkHost(VectorRow row) throws Exception {
        final CryptogramProfile profile = PROFILES.get(row.input("session_key_derivation"));
        final byte[] master = cardKey(row, "imk_ac", row.input("mk_derivation").equals("B"));
        final byte[] session = profile.cryptogramKey(master, row.hex("atc"), row.hex("un"));
        switch (row.op()) {
            case "arqc" ->
                    row.checkHex(
                            "arqc",
                            ApplicationCryptogram.generate(
                                    session, row.hex("data"), Iso9797Padding.METHOD_1));
            case "arpc_method1" ->
                    row.checkHex(
                            "arpc",
                            profile.arpcMethod1(master, session, row.hex("arqc"), row.hex("arc")));
            default -> {
                final byte[] csu = row.hex("csu");
                if (row.expected("error") == null) {
                    row.checkHex(
                            "arpc",
                            profile.arpcMethod2(session, row.hex("arqc"), csu, new byte[0]));
                } else {
                    final CryptoException refusal =
                            assertThrows(
                                    CryptoException.class,
                                    () ->
                                            profile.arpcMethod2(
                                                    session, row.hex("arqc"), csu, new byte[0]));
                    assertEquals(CryptoError.METHOD_NOT_SUPPORTED, refusal.error());
                }
            }
        }
    }

    private static Map<String, Object> tags(List<BerTlv> elements) {
        final Map<String, Object> tags = new LinkedHashMap<>();
        for (final BerTlv element : elements) {
            tags.put(
                    element.tagName(),
                    element.children().isEmpty()
                            ? Hex.text(element.value())
                            : tags(element.children()));
        }
        return tags;
    }
}
