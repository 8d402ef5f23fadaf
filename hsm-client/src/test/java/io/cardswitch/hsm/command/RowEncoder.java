package io.cardswitch.hsm.command;

import static io.cardswitch.hsm.command.Rows.account;
import static io.cardswitch.hsm.command.Rows.ascii;
import static io.cardswitch.hsm.command.Rows.block;
import static io.cardswitch.hsm.command.Rows.format;
import static io.cardswitch.hsm.command.Rows.hex;
import static io.cardswitch.hsm.command.Rows.key;
import static io.cardswitch.hsm.command.Rows.pin;
import static io.cardswitch.hsm.command.Rows.serial;

import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.command.Rows.Row;
import io.cardswitch.hsm.command.card.CardValueEncoder;
import io.cardswitch.hsm.command.card.Cryptogram;
import io.cardswitch.hsm.command.card.CryptogramEncoder;
import io.cardswitch.hsm.command.data.CipherEncoder;
import io.cardswitch.hsm.command.data.CipherMethod;
import io.cardswitch.hsm.command.key.KeyAttributes;
import io.cardswitch.hsm.command.key.KeyCheckEncoder;
import io.cardswitch.hsm.command.key.KeyEncoder;
import io.cardswitch.hsm.command.key.KeyExchange;
import io.cardswitch.hsm.command.key.KeyExchangeEncoder;
import io.cardswitch.hsm.command.key.KeyOptions;
import io.cardswitch.hsm.command.key.KeyTarget;
import io.cardswitch.hsm.command.key.TransportKey;
import io.cardswitch.hsm.command.mac.MacEncoder;
import io.cardswitch.hsm.command.mac.MacMethod;
import io.cardswitch.hsm.command.mac.MacPart;
import io.cardswitch.hsm.command.newpin.ChangePinEncoder;
import io.cardswitch.hsm.command.newpin.ChosenPinEncoder;
import io.cardswitch.hsm.command.newpin.NewPinEncoder;
import io.cardswitch.hsm.command.newpin.PinChange;
import io.cardswitch.hsm.command.newpin.StoredPinValueEncoder;
import io.cardswitch.hsm.command.pin.StoredPinEncoder;
import io.cardswitch.hsm.command.pin.TranslatePinEncoder;
import io.cardswitch.hsm.command.pin.VerifyOffsetEncoder;
import io.cardswitch.hsm.command.pin.VerifyPvvEncoder;
import io.cardswitch.hsm.command.status.StatusEncoder;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.List;

/** Writes the request that the parsed fields of a row describe. */
final class RowEncoder {
    private static final DirectBuffer NO_BYTES = new UnsafeBuffer(0, 0);

    private final Row row;
    private final HsmRequest request = new HsmRequest(4_096);

    RowEncoder(Row parsed) {
        row = parsed;
    }

    /** The request, or null when the command is not one of the client's. */
    HsmRequest encode(String command) {
        final HsmRequest written =
                switch (command) {
                    case "CA", "CC", "G0" -> translation(command);
                    case "DA", "EA", "DC", "EC" -> verification(command);
                    case "JC", "JE", "JG", "JA", "DE", "DG", "EE" -> stored(command);
                    case "BK", "FW", "DU" -> chosen(command);
                    case "A0", "A4", "A6", "A8" -> keys(command);
                    case "BU", "BW", "HC", "FA" -> exchange(command);
                    case "CW", "CY", "KW" -> card(command);
                    case "M2", "M4", "M6", "M8" -> message(command);
                    case "B2" -> StatusEncoder.echo(request, ascii(row.any("data").toUpperCase()));
                    case "NC" -> StatusEncoder.diagnostics(request);
                    default -> null;
                };
        final boolean isLmkLast = !"A0A4A8".contains(command) && row.has("lmkIdentifier");
        return isLmkLast ? written.lmk(row.number("lmkIdentifier")) : written;
    }

    private String accountText() {
        return row.any("account", "pan", "token");
    }

    private HsmRequest translation(String command) {
        final var source = row.any("sourceTpk", "sourceZpk", "sourceKey", "tpk");
        final var destination = row.any("destinationKey", "destinationZpk", "dest_key");
        final var to = format(row.any("destinationPinBlockFormat", "dest_format"));
        final var from =
                block(
                        row.any("sourcePinBlock", "pin_block"),
                        row.any("sourcePinBlockFormat", "source_format"));
        final var account = account(accountText());
        if (command.equals("CA")) {
            return TranslatePinEncoder.fromTerminal(
                    request, key(source), key(destination), from, to, account);
        }
        if (command.equals("CC")) {
            return TranslatePinEncoder.fromZone(
                    request, key(source), key(destination), from, to, account);
        }
        final var dukpt =
                new DukptKey(
                        key(source),
                        serial(row.text("sourceKsnDescriptor"), row.text("sourceKsn")));
        if (!row.has("destinationKsn")) {
            return TranslatePinEncoder.fromDukpt(
                    request, dukpt, key(destination), from, to, account);
        }
        return TranslatePinEncoder.fromDukptToDukpt(
                request,
                dukpt,
                new DukptKey(
                        key(destination),
                        serial(row.text("destinationKsnDescriptor"), row.text("destinationKsn"))),
                from,
                to,
                account);
    }

    private HsmRequest verification(String command) {
        final var source = key(row.any("tpk", "zpk"));
        final var from =
                block(
                        row.any("pinBlock", "pin_block"),
                        row.any("pinBlockFormat", "pin_block_format"));
        final var account = account(accountText());
        if (command.endsWith("A")) {
            final long offset = offset(row.text("offset"));
            return command.equals("DA")
                    ? VerifyOffsetEncoder.fromTerminal(
                            request, source, ibm(), from, account, offset)
                    : VerifyOffsetEncoder.fromZone(request, source, ibm(), from, account, offset);
        }
        final int pvv = row.number("pvv");
        return command.equals("DC")
                ? VerifyPvvEncoder.fromTerminal(request, source, visa(), from, account, pvv)
                : VerifyPvvEncoder.fromZone(request, source, visa(), from, account, pvv);
    }

    private static long offset(String padded) {
        return Long.parseLong(padded.replaceAll("[fF]*$", ""));
    }

    private IbmMethod ibm() {
        return new IbmMethod(
                key(row.text("pvk")),
                row.number("checkLength"),
                row.text("decimalisationTable"),
                row.text("pinValidationData"));
    }

    private PvvMethod visa() {
        return new PvvMethod(key(row.any("pvk", "pvk_pair")), row.number("pvki"));
    }

    private HsmRequest stored(String command) {
        final var account = account(accountText());
        return switch (command) {
            case "JC" ->
                    StoredPinEncoder.fromTerminal(
                            request,
                            key(row.text("tpk")),
                            block(row.text("pinBlock"), row.text("pinBlockFormat")),
                            account);
            case "JE" ->
                    StoredPinEncoder.fromZone(
                            request,
                            key(row.text("zpk")),
                            block(row.text("pinBlock"), row.text("pinBlockFormat")),
                            account);
            case "JG" ->
                    StoredPinEncoder.toZone(
                            request,
                            key(row.text("zpk")),
                            format(row.text("pinBlockFormat")),
                            account,
                            pin(row.text("pin")));
            case "JA" -> NewPinEncoder.random(request, account, row.number("checkLength"));
            case "DE" ->
                    StoredPinValueEncoder.offset(request, ibm(), pin(row.text("pin")), account);
            case "DG" -> StoredPinValueEncoder.pvv(request, visa(), pin(row.text("pin")), account);
            default ->
                    StoredPinValueEncoder.pinOfOffset(
                            request, ibm(), offset(row.text("offset")), account);
        };
    }

    private HsmRequest chosen(String command) {
        final var source = new TypedKey(row.text("keyType"), key(row.text("key")));
        final var account = account(accountText());
        final var from =
                block(
                        row.any("pinBlock", "sourcePinBlock"),
                        row.any("pinBlockFormat", "sourcePinBlockFormat"));
        return switch (command) {
            case "BK" -> ChosenPinEncoder.offset(request, source, ibm(), from, account);
            case "FW" -> ChosenPinEncoder.pvv(request, source, visa(), from, account);
            default ->
                    ChangePinEncoder.byOffset(
                            request,
                            source,
                            ibm(),
                            new PinChange(
                                    from,
                                    block(
                                            row.text("destinationPinBlock"),
                                            row.text("sourcePinBlockFormat")),
                                    account),
                            offset(row.text("sourceOffset")));
        };
    }

    private HsmRequest keys(String command) {
        final var type = row.any("keyType", "key_type");
        final int lmk =
                row.has("lmkIdentifier") ? row.number("lmkIdentifier") : KeyTarget.DEFAULT_LMK;
        if (command.equals("A8")) {
            final var exported = new TypedKey(type, key(row.text("key")));
            final var transport =
                    new TransportKey(false, key(row.text("zmk")), letter("keyScheme"));
            return row.has("modExportabilityKeyblock")
                    ? KeyEncoder.export(
                            request, exported, transport, lmk, letter("modExportabilityKeyblock"))
                    : KeyEncoder.export(request, exported, transport, lmk);
        }
        final var target =
                new KeyTarget(
                        type, letter("keySchemeLmk", "keyScheme", "key_scheme"), lmk, attributes());
        return switch (command) {
            case "A4" -> KeyEncoder.form(request, target, components());
            case "A6" ->
                    KeyEncoder.imported(
                            request, target, key(row.text("zmk")), key(row.text("key")));
            default -> {
                if (row.any("mode").equals("0")) {
                    yield KeyEncoder.generate(request, target);
                }
                yield KeyEncoder.generate(
                        request,
                        target,
                        new TransportKey(
                                row.any("keyZmkTmkFlag", "zmk_tmk_flag").equals("1"),
                                key(row.any("keyZmkTmk", "zmk_tmk")),
                                row.has("mode") && row.has("keySchemeZmkTmk")
                                        ? letter("keySchemeZmkTmk")
                                        : 'X'));
            }
        };
    }

    private char letter(String... names) {
        return row.any(names).charAt(0);
    }

    private KeyAttributes attributes() {
        if (row.has("keyUsageKeyblock")) {
            return new KeyAttributes(
                    row.text("keyUsageKeyblock"),
                    row.text("algorithmKeyblock"),
                    row.text("modeOfUseKeyblock"),
                    row.text("keyVersionNumberKeyblock"),
                    row.text("exportabilityKeyblock"));
        }
        return row.has("keyVersionNumber")
                ? new KeyAttributes("", "", "", row.text("keyVersionNumber"), "")
                : null;
    }

    private List<io.cardswitch.hsm.HsmKey> components() {
        final List<io.cardswitch.hsm.HsmKey> keys = new ArrayList<>();
        final String all = row.text("keyComponents");
        final int count = row.number("numberOfComponents");
        final int length = all.length() / count;
        for (int i = 0; i < count; i++) {
            keys.add(key(all.substring(i * length, (i + 1) * length)));
        }
        return keys;
    }

    private HsmRequest exchange(String command) {
        return switch (command) {
            case "BU" ->
                    row.any("key_type", "keyTypeCode").equals("FF")
                            ? KeyCheckEncoder.checkValue(
                                    request,
                                    new TypedKey(row.text("keyType"), key(row.text("key"))),
                                    row.text("kcvType").equals("1"))
                            : KeyCheckEncoder.checkValue(
                                    request, row.text("key_type"), key(row.text("key")));
            case "BW" ->
                    KeyCheckEncoder.fromOldLmk(
                                    request,
                                    new TypedKey(row.text("keyType"), key(row.text("key"))),
                                    letter("keySchemeLmk"))
                            .text("!11"); // A tail of that firmware.
            case "HC" ->
                    KeyExchangeEncoder.newTerminal(
                            request, key(row.text("current_key")), new KeyOptions('X', 'U', '1'));
            default ->
                    KeyExchangeEncoder.translate(
                            request,
                            KeyExchange.IMPORT_ZPK,
                            key(row.text("zmk")),
                            key(row.text("zpk")),
                            row.has("scheme_zmk")
                                    ? new KeyOptions(
                                            letter("scheme_zmk"),
                                            letter("scheme_lmk"),
                                            letter("kcv_type"))
                                    : KeyOptions.NONE);
        };
    }

    private HsmRequest card(String command) {
        if (command.equals("KW")) {
            final Cryptogram cryptogram =
                    new Cryptogram()
                            .scheme(letter("schemeId"))
                            .key(key(row.text("mkac")))
                            .cardSequence(Long.parseUnsignedLong(row.text("panSeqNo"), 16))
                            .counter(Integer.parseInt(row.text("atc"), 16))
                            .value(Long.parseUnsignedLong(row.text("arqc"), 16));
            return row.number("modeFlag") == 0
                    ? CryptogramEncoder.verifySession(
                            request, cryptogram.message(hex(row.text("transactionData"))))
                    : CryptogramEncoder.updateSession(
                            request,
                            cryptogram,
                            Integer.parseUnsignedInt(row.text("csu"), 16),
                            hex(row.text("pad")));
        }
        final var number = ascii(row.text("pan"));
        final int expiry = row.number("expiry", "expirationDate");
        final int service = row.number("service_code", "serviceCode");
        final var cvk = key(row.text("cvk"));
        return command.equals("CW")
                ? CardValueEncoder.generate(request, cvk, number, expiry, service)
                : CardValueEncoder.verify(request, cvk, row.number("cvv"), number, expiry, service);
    }

    private HsmRequest message(String command) {
        if (command.equals("M2")) {
            return CipherEncoder.decrypt(
                    request, cipher("modeFlag", ""), NO_BYTES, hex(row.text("messageData")));
        }
        if (command.equals("M4")) {
            return CipherEncoder.translate(
                    request,
                    cipher("sourceModeFlag", "source"),
                    cipher("destinationModeFlag", "destination"),
                    NO_BYTES,
                    NO_BYTES,
                    hex(row.text("messageData")));
        }
        final MacMethod method =
                new MacMethod(
                        new TypedKey(row.text("keyType"), key(row.text("key"))),
                        row.number("macSize") == 0 ? 4 : 8,
                        row.number("macAlgorithm"),
                        row.number("paddingMethod"),
                        row.text("inputFormatFlag").equals("2"));
        final DirectBuffer message = ascii(row.text("macData"));
        return command.equals("M6")
                ? MacEncoder.generate(request, method, MacPart.ONLY, NO_BYTES, message)
                : MacEncoder.verify(
                        request, method, MacPart.ONLY, NO_BYTES, message, hex(row.text("mac")));
    }

    private CipherMethod cipher(String modeName, String prefix) {
        final String type = prefix.isEmpty() ? "keyType" : prefix + "KeyType";
        final String name = prefix.isEmpty() ? "key" : prefix + "Key";
        return new CipherMethod(
                row.text(modeName), new TypedKey(row.text(type), key(row.text(name))));
    }
}
