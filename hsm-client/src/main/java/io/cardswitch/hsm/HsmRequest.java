package io.cardswitch.hsm;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A command being written: the encoders of {@code io.cardswitch.hsm.command} append its fields in
 * wire order, behind the message header that the transport adds. The first field that is wrong is
 * remembered and nothing is appended behind it; such a request is not sent. Reusable, wiped by
 * {@link HsmClient#send}, not thread-safe.
 */
public final class HsmRequest {
    /** What a command may cost when it is done twice. */
    public enum Repeat {
        /** Verifications and translations: another HSM may be asked when one does not answer. */
        SAFE,
        /** Makes something new or changes state: never sent twice. */
        UNSAFE
    }

    private static final byte[] HEX = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
    };
    private static final int MAX_LMK_ID = 99;

    private final UnsafeBuffer buffer;
    private int length;
    private HsmField wrong = HsmField.LENGTH; // Nothing has been written yet.
    private boolean isRepeatable;

    /**
     * Makes an empty request.
     *
     * @param capacity no command is longer; of bytes, header excluded
     */
    public HsmRequest(int capacity) {
        buffer = new UnsafeBuffer(new byte[capacity]);
    }

    /** Two characters as one number, the first in the higher byte. */
    public static int chars(char first, char second) {
        return first << Byte.SIZE | second;
    }

    /** Wipes what was there and starts a command. */
    public HsmRequest begin(String command, Repeat repeat) {
        wipe();
        wrong = HsmField.NONE;
        isRepeatable = repeat == Repeat.SAFE;
        return text(command);
    }

    /** Zeroes every byte written. */
    public void wipe() {
        buffer.setMemory(0, length, (byte) 0);
        length = 0;
        wrong = HsmField.LENGTH;
    }

    /** Ends the command: the first wrong field, or {@link HsmField#NONE}. */
    public HsmField end() {
        return wrong;
    }

    /** Bytes written. */
    public int length() {
        return length;
    }

    /** Whether another HSM may be asked when one does not answer. */
    public boolean isRepeatable() {
        return isRepeatable;
    }

    /** What was written; not to be kept. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Appends what the protocol prescribes. */
    public HsmRequest text(String characters) {
        if (hasRoom(characters.length())) {
            length += buffer.putStringWithoutLengthAscii(length, characters);
        }
        return this;
    }

    /** Appends a key; null is refused. */
    public HsmRequest key(HsmField field, HsmKey key) {
        if (key == null) {
            return refuse(field);
        }
        return append(key.characters(), 0, key.length());
    }

    /** Appends one character out of {@code allowed}. */
    public HsmRequest choice(HsmField field, char character, String allowed) {
        if (allowed.indexOf(character) < 0) {
            return refuse(field);
        }
        if (hasRoom(1)) {
            buffer.putByte(length++, (byte) character);
        }
        return this;
    }

    /** Appends a code of fixed length made of digits and capital letters. */
    public HsmRequest code(HsmField field, String code, int codeLength) {
        if (code.length() != codeLength) {
            return refuse(field);
        }
        for (int i = 0; i < codeLength; i++) {
            final char character = code.charAt(i);
            final boolean isDigit = character >= '0' && character <= '9';
            if (!isDigit && (character < 'A' || character > 'Z')) {
                return refuse(field);
            }
        }
        return text(code);
    }

    /** Appends a number of so many decimal digits. */
    public HsmRequest decimal(HsmField field, int value, int digits) {
        return number(field, value, digits, 10);
    }

    /** Appends a number of so many hex digits. */
    public HsmRequest hex(HsmField field, int value, int digits) {
        return number(field, value, digits, 16);
    }

    private HsmRequest number(HsmField field, int value, int digits, int radix) {
        if (!hasRoom(digits)) {
            return this;
        }
        int rest = value;
        for (int i = digits - 1; i >= 0; i--) {
            buffer.putByte(length + i, HEX[Math.abs(rest % radix)]);
            rest /= radix;
        }
        length += digits;
        return rest != 0 || value < 0 ? refuse(field) : this;
    }

    /** Appends decimal digits as they are. */
    public HsmRequest digits(HsmField field, DirectBuffer from, int offset, int count) {
        return KeySyntax.isDecimal(from, offset, count)
                ? append(from, offset, count)
                : refuse(field);
    }

    /** Appends bytes as hex digits. */
    public HsmRequest asHex(DirectBuffer from, int offset, int count) {
        if (hasRoom(2 * count)) {
            for (int i = 0; i < count; i++) {
                final int octet = from.getByte(offset + i);
                buffer.putByte(length++, HEX[octet >> 4 & 0xF]);
                buffer.putByte(length++, HEX[octet & 0xF]);
            }
        }
        return this;
    }

    /** Appends bytes as they are. */
    public HsmRequest append(DirectBuffer from, int offset, int count) {
        if (hasRoom(count)) {
            buffer.putBytes(length, from, offset, count);
            length += count;
        }
        return this;
    }

    /** Appends the low bytes of a number as they are, highest first. */
    public HsmRequest binary(long value, int count) {
        if (hasRoom(count)) {
            for (int i = count - 1; i >= 0; i--) {
                buffer.putByte(length++, (byte) (value >> Byte.SIZE * i));
            }
        }
        return this;
    }

    /** Appends a PIN block as hex digits. */
    public HsmRequest pinBlock(HsmField field, PinBlock block) {
        return block.length() == block.format().blockLength()
                ? asHex(block.buffer(), block.offset(), block.length())
                : refuse(field);
    }

    /** Appends the account digits that go with a PIN block format. */
    public HsmRequest account(AccountNumber account, PinBlockFormat format) {
        if (account.isWhole()) {
            return wholeNumber(account, format);
        }
        final int padding = account.padding();
        if (padding + account.length() != format.accountLength()) {
            return refuse(HsmField.ACCOUNT);
        }
        if (padding > 0) {
            decimal(HsmField.ACCOUNT, 0, padding);
        }
        return digits(HsmField.ACCOUNT, account.buffer(), account.offset(), account.length());
    }

    /** A whole number has no fixed length: a delimiter ends it. */
    private HsmRequest wholeNumber(AccountNumber account, PinBlockFormat format) {
        return require(
                        format == PinBlockFormat.ISO_4
                                && account.length() >= AccountNumber.LENGTH
                                && account.length() <= AccountNumber.MAX_WHOLE_LENGTH,
                        HsmField.ACCOUNT)
                .digits(HsmField.ACCOUNT, account.buffer(), account.offset(), account.length())
                .text(";");
    }

    /** Appends the 12 account digits of commands without a PIN block. */
    public HsmRequest account(AccountNumber account) {
        return account(account, PinBlockFormat.ISO_0);
    }

    /** Appends a PIN under the LMK. */
    public HsmRequest pin(LmkPin pin) {
        return pin.isWellFormed()
                ? append(pin.buffer(), pin.offset(), pin.length())
                : refuse(HsmField.PIN);
    }

    /** Appends descriptor and key serial number. */
    public HsmRequest keySerial(KeySerial serial) {
        if (serial.length() < KeySerial.MIN_LENGTH || serial.length() > KeySerial.MAX_LENGTH) {
            return refuse(HsmField.KEY_SERIAL);
        }
        hex(HsmField.KEY_SERIAL, serial.descriptor(), 3);
        return asHex(serial.buffer(), serial.offset(), serial.length());
    }

    /** Appends the identifier of an LMK other than the default one: {@code %nn}. */
    public HsmRequest lmk(int id) {
        return id < 0 || id > MAX_LMK_ID
                ? refuse(HsmField.LMK_ID)
                : text("%").decimal(HsmField.LMK_ID, id, 2);
    }

    /** Refuses the request unless the condition holds. */
    public HsmRequest require(boolean condition, HsmField field) {
        return condition ? this : refuse(field);
    }

    /** Names a wrong field; the first one stays. */
    private HsmRequest refuse(HsmField field) {
        if (wrong == HsmField.NONE) {
            wrong = field;
        }
        return this;
    }

    private boolean hasRoom(int count) {
        if (wrong != HsmField.NONE) {
            return false;
        }
        if (length + count > buffer.capacity()) {
            wrong = HsmField.LENGTH;
            return false;
        }
        return true;
    }

    @Override
    public String toString() {
        return "HsmRequest(" + length + " bytes, wrong " + wrong + ")";
    }
}
