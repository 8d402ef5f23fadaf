package io.cardswitch.hsm.simulator.pin;

import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Secrets;
import io.cardswitch.hsm.crypto.pin.Ibm3624;
import io.cardswitch.hsm.crypto.pin.PinBlockFormat;
import io.cardswitch.hsm.crypto.pin.Pvv;
import io.cardswitch.hsm.simulator.device.Device;
import io.cardswitch.hsm.simulator.device.DeviceKey;
import io.cardswitch.hsm.simulator.device.KeyRole;
import io.cardswitch.hsm.simulator.host.ErrorCode;
import io.cardswitch.hsm.simulator.host.HostRefusal;
import io.cardswitch.hsm.simulator.host.RequestReader;
import io.cardswitch.hsm.simulator.host.ResponseWriter;

import java.util.Arrays;

/** What PINs of one account are checked against: how its value is made, read and compared. */
interface PinReference {
    /** The account that it, and the PIN block in front of it, belong to. */
    Account account();

    /** The value that was made for the PIN. */
    byte[] readValue(RequestReader in) throws HostRefusal;

    /** Whether the value was made for this PIN. */
    boolean isRight(byte[] pin, byte[] value) throws CryptoException;

    /** Writes the value of a PIN. */
    void writeValue(ResponseWriter out, byte[] pin) throws HostRefusal, CryptoException;

    /** The two methods: their keys, and their fields from the account on. */
    enum Method {
        /** IBM 3624. */
        OFFSET {
            @Override
            DeviceKey key(RequestReader in, Device device, ErrorCode parityError)
                    throws HostRefusal, CryptoException {
                return device.key(in, KeyRole.PVK_IBM, parityError);
            }

            @Override
            PinReference read(RequestReader in, Device device, DeviceKey pvk, PinBlockFormat format)
                    throws HostRefusal, CryptoException {
                return Offset.read(in, device, pvk, format);
            }
        },
        /** Visa PVV. */
        PVV {
            @Override
            DeviceKey key(RequestReader in, Device device, ErrorCode parityError)
                    throws HostRefusal, CryptoException {
                final DeviceKey pvk = device.key(in, KeyRole.PVK_VISA, parityError);
                if (pvk.length() != PAIR) throw ErrorCode.KEY_LENGTH.refusal();
                return pvk;
            }

            @Override
            PinReference read(RequestReader in, Device device, DeviceKey pvk, PinBlockFormat format)
                    throws HostRefusal, CryptoException {
                final Account account = Account.read(in, format);
                final byte[] checked = in.skip(';') ? in.digits(DIGITS) : account.twelve();
                return new Value(pvk, account, checked, in.digits(1));
            }
        };

        private static final int PAIR = 16;
        private static final int DIGITS = 12;

        /** Reads the verification key; PVV wants a pair, any other length is error 27. */
        abstract DeviceKey key(RequestReader in, Device device, ErrorCode parityError)
                throws HostRefusal, CryptoException;

        /** Reads what stands between format and value. */
        abstract PinReference read(
                RequestReader in, Device device, DeviceKey pvk, PinBlockFormat format)
                throws HostRefusal, CryptoException;
    }

    /** A PVV; the account whose PVV it is may be another than the one of the PIN block. */
    record Value(DeviceKey pvk, Account account, byte[] checked, byte[] index)
            implements PinReference {
        @Override
        public byte[] readValue(RequestReader in) throws HostRefusal {
            return in.digits(Pvv.LENGTH);
        }

        @Override
        public boolean isRight(byte[] pin, byte[] value) throws CryptoException {
            return Secrets.areEqual(Pvv.generate(pvk.cipher(), checked, index, pin), value);
        }

        @Override
        public void writeValue(ResponseWriter out, byte[] pin) throws CryptoException {
            out.bytes(Pvv.generate(pvk.cipher(), checked, index, pin));
        }

        @Override
        public String toString() {
            return "PVV";
        }
    }

    /** An offset over the first digits of a PIN. */
    record Offset(DeviceKey pvk, int length, Account account, byte[] table, byte[] validation)
            implements PinReference {
        static Offset read(RequestReader in, Device device, DeviceKey pvk, PinBlockFormat format)
                throws HostRefusal, CryptoException {
            final int length = PinFields.checkLength(in);
            final Account account = Account.read(in, format);
            final byte[] table = PinFields.table(in, device, pvk);
            final byte[] validation = in.bytes(Ibm3624.TEMPLATE_LENGTH);
            return new Offset(
                    pvk, length, account, table, Ibm3624.validation(validation, account.twelve()));
        }

        @Override
        public byte[] readValue(RequestReader in) throws HostRefusal {
            return PinFields.offset(in, length);
        }

        /** Natural PIN plus offset; the caller wipes it. */
        byte[] pin(byte[] offset) throws CryptoException {
            final byte[] natural = Ibm3624.naturalPin(pvk.cipher(), validation, table);
            try {
                return Ibm3624.pin(natural, offset);
            } finally {
                Secrets.wipe(natural);
            }
        }

        @Override
        public boolean isRight(byte[] pin, byte[] value) throws CryptoException {
            final byte[] expected = pin(value);
            final byte[] given = Arrays.copyOf(pin, expected.length);
            try {
                return Secrets.areEqual(expected, given);
            } finally {
                Secrets.wipe(expected);
                Secrets.wipe(given);
            }
        }

        @Override
        public void writeValue(ResponseWriter out, byte[] pin) throws HostRefusal, CryptoException {
            if (pin.length < length) throw ErrorCode.PIN_LENGTH.refusal();
            final byte[] natural = Ibm3624.naturalPin(pvk.cipher(), validation, table);
            PinFields.writeOffset(out, Ibm3624.offset(natural, pin, length));
            Secrets.wipe(natural);
        }

        @Override
        public String toString() {
            return "offset";
        }
    }
}
