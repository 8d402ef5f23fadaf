package io.cardswitch.core.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.SplittableRandom;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

final class PanTokenizerTest {
    private final byte[] key = EdgeFixture.tokenKey();
    private final PanTokenizer tokenizer = new PanTokenizer(key, 4);

    @ParameterizedTest
    @ValueSource(
            strings = {"47617390", "4761739001010119", "47617390010101199", "4761739001010101999"})
    void shouldGiveTheLeadingHalfOfTheHmacWhenAPanIsTokenized(String pan)
            throws GeneralSecurityException {
        assertToken(pan);
    }

    @Test
    void shouldStayRightWhenTheCacheThrashes() throws GeneralSecurityException {
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2_000; i++) {
            assertToken(Long.toString(random.nextLong(4_000_000_000_000_000L, Long.MAX_VALUE)));
            assertToken(Long.toString(random.nextLong(40_000_000L, 40_000_009L)));
        }
    }

    @Test
    void shouldTellPansApartWhenOnlyLeadingZerosDiffer() {
        tokenizer.tokenize("012345678");
        final long high = tokenizer.tokenHigh();
        tokenizer.tokenize("12345678");
        assertNotEquals(high, tokenizer.tokenHigh());
        tokenizer.tokenize("00000000");
        tokenizer.tokenize("000000000");
        assertNotEquals(0, tokenizer.tokenHigh());
    }

    @Test
    void shouldDependOnTheKeyWhenTheKeyDiffers() {
        tokenizer.tokenize(EdgeFixture.PAN);
        final byte[] other = key.clone();
        other[31] ^= 1;
        final PanTokenizer second = new PanTokenizer(other, 4);
        second.tokenize(EdgeFixture.PAN);
        assertNotEquals(tokenizer.tokenHigh(), second.tokenHigh());
    }

    @Test
    void shouldRefuseWithoutNamingThePanWhenItIsNoPan() {
        for (final String bad : new String[] {"1234567", "12345678901234567890", "4761X39001"}) {
            final AssertionError error =
                    assertThrows(AssertionError.class, () -> tokenizer.tokenize(bad));
            assertFalse(error.getMessage().contains(bad));
        }
    }

    private void assertToken(String pan) throws GeneralSecurityException {
        final Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        final ByteBuffer expected =
                ByteBuffer.wrap(mac.doFinal(pan.getBytes(StandardCharsets.US_ASCII)));
        for (int i = 0; i < 2; i++) { // The second time from the cache.
            tokenizer.tokenize(pan);
            assertEquals(expected.getLong(0), tokenizer.tokenHigh(), pan);
            assertEquals(expected.getLong(8), tokenizer.tokenLow(), pan);
        }
    }
}
