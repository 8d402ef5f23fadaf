package io.cardswitch.core.engine;

import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.command.sbe.KeyExchangeDecoder;
import io.cardswitch.core.command.sbe.NetworkRequestDecoder;
import io.cardswitch.core.domain.LinkKeyKind;
import io.cardswitch.core.engine.link.LinkKeyTable;
import io.cardswitch.core.engine.link.LinkTable;

/** Decides network management: the codes of DE70 in ISO 8583:1987 and of the large networks. */
final class NetworkHandler {
    private final LinkTable links;
    private final LinkKeyTable keys;

    NetworkHandler(LinkTable links, LinkKeyTable keys) {
        this.links = links;
        this.keys = keys;
    }

    /** Takes in a key that the security module has translated. */
    ResultCode onKeyExchange(KeyExchangeDecoder exchange, long nowMs) {
        if (!LinkKeyKind.isCode(exchange.kind()) || exchange.keyBlock(0) == 0) {
            return ResultCode.TRANSACTION_UNKNOWN;
        }
        return keys.exchange(exchange, nowMs) ? ResultCode.APPROVED : ResultCode.CAPACITY_EXCEEDED;
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
