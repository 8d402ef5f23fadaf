package io.cardswitch.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.domain.LinkKeyKind;
import io.cardswitch.core.engine.link.LinkKey;
import io.cardswitch.core.engine.link.LinkKeyTable;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Keys that links exchange by 0800 with DE70 101 or 161. */
final class LinkKeyTest {
    private static final int PIN = LinkKeyKind.PIN.code();
    private static final int MAC = LinkKeyKind.MAC.code();
    private static final String LONGEST = "S1009600" + "A".repeat(120);

    private final EngineDriver driver = new EngineDriver(EngineConfig.small());

    @AfterEach
    void replayMustAgree() {
        assertEquals(driver.engine().stateHash(), driver.replay().stateHash());
        assertEquals(driver.engine().linkKeys(), driver.replay().linkKeys());
    }

    @Test
    void shouldKeepTheKeyAndAnswerWhenALinkExchangesIt() {
        final long before = driver.engine().stateHash();
        final ReplyFlyweight reply = driver.keyExchange(7, PIN, LONGEST, "08D7B4");
        assertEquals(ResultCode.APPROVED.code(), reply.resultCode());
        assertEquals(7, reply.edgeHandle());
        assertEquals(
                List.of(new LinkKey(7, LinkKeyKind.PIN, LONGEST, "08D7B4", 1, "", endMs())),
                driver.engine().linkKeys());
        assertNotEquals(before, driver.engine().stateHash());
    }

    @Test
    void shouldKeepThePreviousKeyForAWhileWhenANewOneComes() {
        driver.keyExchange(7, PIN, "S-one", "111111");
        driver.keyExchange(7, MAC, "S-mac", "333333");
        final long firstEndMs = endMs();
        driver.pass(1_000);
        driver.keyExchange(7, PIN, "S-2", "222222");
        final List<LinkKey> expected =
                List.of(
                        new LinkKey(7, LinkKeyKind.PIN, "S-2", "222222", 1, "S-one", endMs()),
                        new LinkKey(7, LinkKeyKind.MAC, "S-mac", "333333", 1, "", firstEndMs));
        assertEquals(expected, driver.engine().linkKeys());
        driver.pass(1_000);
        driver.keyExchange(7, PIN, "S-2-in-another-block", "222222");
        assertEquals(expected, driver.engine().linkKeys(), "the same message once more");
        assertFalse(expected.toString().contains("S-2"), "nothing of a key block is printed");
    }

    private long endMs() {
        return driver.nowMs() + LinkKeyTable.OVERLAP_MS;
    }

    @Test
    void shouldRefuseWhenThereIsNoKeyOrNoSuchKind() {
        assertEquals(
                ResultCode.TRANSACTION_UNKNOWN.code(),
                driver.keyExchange(7, PIN, "", "111111").resultCode());
        assertEquals(
                ResultCode.TRANSACTION_UNKNOWN.code(),
                driver.keyExchange(7, 2, "S-one", "111111").resultCode());
        assertEquals(List.of(), driver.engine().linkKeys());
    }

    @Test
    void shouldRefuseFurtherLinksWhenTheTableIsFull() {
        for (int link = 0; link < LinkKeyTable.MAX_KEYS; link++) {
            driver.keyExchange(link, MAC, "S" + link, "111111");
        }
        assertEquals(
                ResultCode.CAPACITY_EXCEEDED.code(),
                driver.keyExchange(5_000, MAC, "S-one", "111111").resultCode());
        assertEquals(
                ResultCode.APPROVED.code(),
                driver.keyExchange(3, MAC, "S-new", "222222").resultCode());
        assertEquals("S-new", driver.engine().linkKeys().get(3).keyBlock());
        assertEquals("S3", driver.engine().linkKeys().get(3).previousKeyBlock());
    }
}
