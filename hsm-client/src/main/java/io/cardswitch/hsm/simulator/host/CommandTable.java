package io.cardswitch.hsm.simulator.host;

import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The commands a device knows, by their two characters. Runs one request and turns every way it can
 * go wrong into an answer.
 *
 * @param <D> the device they work on
 */
public final class CommandTable<D> {
    private static final int CODE_LENGTH = 2;

    private final Map<Integer, Entry<D>> commands = new HashMap<>();

    private record Entry<D>(String code, HostCommand<D> command, LongAdder count) {}

    /** Adds a command. */
    public CommandTable<D> add(String code, HostCommand<D> command) {
        commands.put(
                code.charAt(0) << 8 | code.charAt(1), new Entry<>(code, command, new LongAdder()));
        return this;
    }

    /** How often each command came that came at all, by code. */
    public SortedMap<String, Long> volumes() {
        final SortedMap<String, Long> volumes = new TreeMap<>();
        for (final Entry<D> entry : commands.values()) {
            if (entry.count.sum() > 0) volumes.put(entry.code, entry.count.sum());
        }
        return volumes;
    }

    /** Number of commands. */
    public int size() {
        return commands.size();
    }

    /**
     * Answers one frame.
     *
     * @param frame the frame without its two bytes of length
     * @return false when it is too short to hold header and command, so there is no answer
     */
    public boolean answer(
            byte[] frame,
            int length,
            int headerLength,
            RequestReader request,
            ResponseWriter response,
            D device) {
        final int fields = headerLength + CODE_LENGTH;
        if (length < fields) return false;
        response.begin(frame, 0, headerLength);
        request.wrap(frame, fields, length - fields);
        final Entry<D> entry = commands.get(frame[headerLength] << 8 | frame[headerLength + 1]);
        try {
            if (entry == null) throw ErrorCode.COMMAND_DISABLED.refusal();
            entry.count.increment();
            entry.command.answer(request, response, device);
            request.echoTrailer(response);
            if (!response.fits()) throw ErrorCode.MESSAGE_LENGTH.refusal();
        } catch (HostRefusal refusal) {
            response.refuse(refusal.errorCode());
        } catch (CryptoException refusal) {
            response.refuse(codeOf(refusal.error()));
        } catch (RuntimeException e) {
            // A defect of ours must not take the connection with it; the code says so.
            response.refuse(ErrorCode.INTERNAL);
        }
        response.end();
        return true;
    }

    private static ErrorCode codeOf(CryptoError error) {
        return switch (error) {
            case BLOCK_LENGTH, CONTROL_FIELD, PIN_NOT_NUMERIC, FILLER, FIELD_LENGTH ->
                    ErrorCode.PIN_BLOCK_VALUES;
            case PIN_LENGTH -> ErrorCode.PIN_LENGTH;
            case PAN_TOO_SHORT, PAN_LENGTH, PAN_NOT_NUMERIC -> ErrorCode.ACCOUNT;
            case FORMAT -> ErrorCode.PIN_BLOCK_FORMAT;
            case KEY_LENGTH, KBPK_LENGTH -> ErrorCode.KEY_LENGTH;
            case TABLE_LENGTH, TABLE_NOT_NUMERIC, TABLE_WEAK -> ErrorCode.DECIMALISATION_TABLE;
            case MAC_MALFORMED, MAC_NOT_HEX, MAC_MISMATCH -> ErrorCode.KEY_BLOCK_AUTHENTICATION;
            case HEADER, VERSION, LENGTH_MISMATCH, OPTIONAL_BLOCK, OPTIONAL_BLOCK_ID ->
                    ErrorCode.KEY_BLOCK_HEADER;
            default -> ErrorCode.INPUT;
        };
    }
}
