package io.cardswitch.core.engine;

import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.command.sbe.NetworkRequestDecoder;

/** Decides network management: the codes of DE70 in ISO 8583:1987 and of the large networks. */
final class NetworkHandler {
    private final LinkTable links;

    NetworkHandler(LinkTable links) {
        this.links = links;
    }

    ResultCode onRequest(NetworkRequestDecoder request) {
        return switch (request.code()) {
            case 1, 61, 71, 801 -> {
                links.signOn(request.linkId());
                yield ResultCode.APPROVED;
            }
            case 2, 62, 72, 802 -> {
                links.signOff(request.linkId());
                yield ResultCode.APPROVED;
            }
            // Stand-in, advice delivery, key change, cutover, echo: acknowledged.
            case 3,
                    4,
                    60,
                    65,
                    66,
                    78,
                    79,
                    101,
                    160,
                    161,
                    162,
                    163,
                    201,
                    202,
                    270,
                    301,
                    811,
                    821,
                    831 ->
                    ResultCode.APPROVED;
            default -> ResultCode.TRANSACTION_UNKNOWN;
        };
    }
}
