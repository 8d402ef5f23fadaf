package io.cardswitch.iso8583.convert;

import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.describe.HexLine;
import io.cardswitch.iso8583.describe.MessageJson;
import io.cardswitch.iso8583.framing.MessageHeader;

import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;

/** Messages in hexadecimal written as messages of another dialect, behind its header. */
public final class HexConverter {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final MessageSpec from;
    private final MessageHeader header;
    private final int today;
    private final MessageJson reader;
    private final MessageDecoder decoder;
    private final MessageConverter converter;
    private final UnsafeBuffer target = new UnsafeBuffer(new byte[MessageSpec.MAX_MESSAGE_LENGTH]);

    /**
     * From one dialect to another.
     *
     * @param today as 20261122, for dates that carry no year
     */
    public HexConverter(MessageSpec from, MessageSpec to, int today) {
        this.from = from;
        this.today = today;
        header = to.header();
        reader = new MessageJson(from, false);
        decoder = new MessageDecoder(from);
        converter = new MessageConverter(from, to);
    }

    /**
     * Appends the message of a line in upper-case hexadecimal; leaves false when the line holds
     * none, or it has no room, and its error as JSON was appended.
     */
    public boolean convert(String line, StringBuilder out) {
        final StringBuilder json = new StringBuilder();
        if (!reader.decodeHex(line, json)) {
            out.append(json);
            return false;
        }
        final UnsafeBuffer message = new UnsafeBuffer(HexLine.parse(line).octets());
        final int start = from.header().length(message, 0, message.capacity());
        decoder.wrap(message, start, message.capacity() - start);
        final int headerLength = header.answerLength();
        final int length =
                converter.convert(decoder, today, target, headerLength, target.capacity());
        if (length == MessageConverter.REFUSED) {
            out.append("{\"error\":{\"reason\":\"the message has no room\"}}");
            return false;
        }
        header.putRequest(target, 0, length);
        HEX.formatHex(out, target.byteArray(), 0, headerLength + length);
        return true;
    }

    /** Elements of the message converted last that the other dialect does not say. */
    public List<Integer> lost() {
        final List<Integer> lost = new ArrayList<>();
        for (int de = 2; de <= MessageSpec.LAST_ELEMENT; de++) {
            if (converter.isLost(de)) lost.add(de);
        }
        return lost;
    }

    /** Whether the message converted last lost more than its message authentication code. */
    public boolean isMeaningLost() {
        return converter.isMeaningLost();
    }

    /** What the message converted last lost and why, then what it says less exactly; for people. */
    public List<String> remarks() {
        final List<String> remarks = new ArrayList<>();
        for (final int de : lost()) {
            remarks.add("DE" + de + " left out" + inPart(de) + ": " + converter.reason(de));
        }
        for (int de = 2; de <= MessageSpec.LAST_ELEMENT; de++) {
            if (converter.isBlurred(de)) remarks.add("DE" + de + " said less exactly");
        }
        return remarks;
    }

    /** Of an element that is said in part, with the elements that are not written. */
    private String inPart(int de) {
        if (!converter.isLostInPart(de)) return "";
        final StringJoiner unwritten = new StringJoiner(", ", ", no ", "").setEmptyValue("");
        for (int target = 2; target <= MessageSpec.LAST_ELEMENT; target++) {
            if (converter.isUnwritten(de, target)) unwritten.add("DE" + target);
        }
        return " in part" + unwritten;
    }
}
