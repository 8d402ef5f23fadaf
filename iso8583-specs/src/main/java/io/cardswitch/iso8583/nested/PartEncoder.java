package io.cardswitch.iso8583.nested;

import io.cardswitch.iso8583.Inside;
import io.cardswitch.iso8583.codec.MessageEncoder;
import io.cardswitch.iso8583.codec.MessageSpec;

import org.agrona.concurrent.UnsafeBuffer;

import java.io.ByteArrayOutputStream;

/** Writes single parts of one level. */
final class PartEncoder {
    private final PartTable table;
    private final MessageEncoder encoder;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MessageSpec.MAX_MESSAGE_LENGTH]);

    PartEncoder(PartTable table) {
        this.table = table;
        encoder = new MessageEncoder(table.spec);
    }

    /**
     * Appends the part, its length included.
     *
     * @param content characters or octets of the value
     * @return whether it was written; if not, see {@link #errorText()}
     */
    boolean write(Inside.Part part, byte[] content, ByteArrayOutputStream out) {
        final int de = table.element(part);
        encoder.wrap(buffer, 0, buffer.capacity()).begin(0, true);
        if (PartTable.isOctets(part.element())) {
            encoder.binary(de, new UnsafeBuffer(content), 0, content.length);
        } else {
            encoder.text(de, content, 0, content.length);
        }
        final int length = encoder.finish();
        if (length == MessageEncoder.REFUSED) return false;
        final int head = PartTable.headLength(part);
        out.write(buffer.byteArray(), head, length - head);
        return true;
    }

    String errorText() {
        return encoder.errorText();
    }
}
