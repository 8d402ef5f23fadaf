package io.cardswitch.hsm.command.status;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmRequest.Repeat;

import java.util.List;

/**
 * Several commands in one frame, for a device whose host pays by the frame.
 *
 * <pre>
 *  NK  0 | count 2N | { length 4N | command }
 * </pre>
 *
 * <p>Nothing of it is sent twice: what one of the commands does may not be done again.
 */
public final class ChainEncoder {
    private static final int MAX_COUNT = 99;

    private ChainEncoder() {}

    /**
     * NK: these commands in this order.
     *
     * @param commands complete; the first one with a wrong field refuses the chain
     */
    public static HsmRequest chain(HsmRequest request, List<HsmRequest> commands) {
        request.begin("NK", Repeat.UNSAFE)
                .text("0")
                .require(!commands.isEmpty() && commands.size() <= MAX_COUNT, HsmField.COUNT)
                .decimal(HsmField.COUNT, commands.size(), 2);
        for (final HsmRequest command : commands) {
            request.require(command.end() == HsmField.NONE, command.end())
                    .decimal(HsmField.LENGTH, command.length(), 4)
                    .append(command.buffer(), 0, command.length());
        }
        return request;
    }
}
