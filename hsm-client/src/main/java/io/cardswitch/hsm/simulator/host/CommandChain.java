package io.cardswitch.hsm.simulator.host;

import io.cardswitch.hsm.crypto.Secrets;

/**
 * NK: several commands in one frame, done in their order.
 *
 * <pre>
 *  NK  header flag 1N | count 2N | { length 4N | [header] | command }
 *  NL  count 2N | { length 4N | [header] | answer }
 * </pre>
 *
 * <p>With flag 1 each command carries a header of its own. A refused command does not end the
 * chain: its answer says so. A chain within a chain is error 15.
 *
 * @param <D> the device they work on
 */
public final class CommandChain<D> implements HostCommand<D> {
    private static final int LENGTH_PREFIX = 2;
    private static final int LENGTH_DIGITS = 4;
    private static final int LONGEST = 9_999;
    private static final String CODE = "NK";

    private final CommandTable<D> commands;
    private final int headerLength;

    private CommandChain(CommandTable<D> commands, int headerLength) {
        this.commands = commands;
        this.headerLength = headerLength;
    }

    /** Adds NK to a table: a chain of its other commands. */
    public static <D> void addTo(CommandTable<D> table, int headerLength) {
        table.add(CODE, new CommandChain<>(table, headerLength));
    }

    @Override
    public void answer(RequestReader in, ResponseWriter out, D device) throws HostRefusal {
        final int header =
                switch (in.character()) {
                    case '0' -> 0;
                    case '1' -> headerLength;
                    default -> throw ErrorCode.INPUT.refusal();
                };
        final int count = in.decimal(2);
        if (count == 0) throw ErrorCode.INPUT.refusal();
        out.decimal(count, 2);
        for (int i = 0; i < count; i++) {
            final byte[] command = in.bytes(in.decimal(LENGTH_DIGITS));
            try {
                answerOne(command, header, out, device);
            } finally {
                Secrets.wipe(command);
            }
        }
        in.end();
    }

    private void answerOne(byte[] command, int header, ResponseWriter out, D device)
            throws HostRefusal {
        final boolean isChain =
                command.length >= header + CODE.length()
                        && command[header] == CODE.charAt(0)
                        && command[header + 1] == CODE.charAt(1);
        final ResponseWriter one = new ResponseWriter();
        final RequestReader fields = new RequestReader();
        if (isChain || !commands.answer(command, command.length, header, fields, one, device)) {
            throw ErrorCode.INPUT.refusal();
        }
        final int length = one.length() - LENGTH_PREFIX;
        if (length > LONGEST) throw ErrorCode.MESSAGE_LENGTH.refusal();
        out.decimal(length, LENGTH_DIGITS).bytes(one.buffer(), LENGTH_PREFIX, length);
        Secrets.wipe(one.buffer());
    }
}
