package io.cardswitch.iso8583.octets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.Encoding;
import io.cardswitch.iso8583.ebcdic.CodePage;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

class ByteSieveTest {
    private static final long SEED = Long.getLong("seed", 8583);
    private static final int FIRST = 8;

    private final SplittableRandom random = new SplittableRandom(SEED);

    /** What a sieve is told of a byte, and the octets that may pass there. */
    private record Kind(String name, Teller teller, IntPredicate passing) {}

    private interface Teller {
        void tell(ByteSieve sieve, int at);
    }

    private static final List<Kind> KINDS =
            List.of(
                    new Kind("nothing", (sieve, at) -> {}, octet -> true),
                    new Kind(
                            "bounds",
                            (sieve, at) -> sieve.bound(at, '0', '9'),
                            octet -> octet >= '0' && octet <= '9'),
                    new Kind(
                            "one", (sieve, at) -> sieve.bound(at, '=', '='), octet -> octet == '='),
                    new Kind(
                            "lowest and highest",
                            (sieve, at) -> sieve.bound(at, 0, 0x7F),
                            octet -> octet < 0x80),
                    new Kind(
                            "BCD",
                            (sieve, at) -> {
                                sieve.digit(at, true);
                                sieve.digit(at, false);
                            },
                            octet -> octet >> 4 <= 9 && (octet & 0xF) <= 9),
                    new Kind(
                            "high digit, low bit",
                            (sieve, at) -> {
                                sieve.digit(at, true);
                                sieve.require(at, 1);
                            },
                            octet -> octet >> 4 <= 9 && (octet & 1) != 0),
                    new Kind(
                            "digits of EBCDIC",
                            (sieve, at) -> {
                                sieve.require(at, 0xF0);
                                sieve.digit(at, false);
                            },
                            octet -> octet >= 0xF0 && octet <= 0xF9),
                    new Kind("text of EBCDIC", ByteSieve::ebcdicText, ByteSieveTest::isText));

    private static boolean isText(int octet) {
        return octet == 0x40 || octet >= 0xC0 && (octet & 0xF) <= 9 && octet != 0xE1;
    }

    /**
     * Of random kinds side by side, with every octet at one place and random ones that may pass.
     */
    @Test
    void shouldPassWhatIsAllowedWhereItStandsAndNothingElse() {
        final ByteSieve sieve = new ByteSieve();
        for (int round = 0; round < 200; round++) {
            final int length = FIRST + 1 + random.nextInt(round < 190 ? 60 : 1000);
            final Kind[] kinds = new Kind[length];
            final byte[] frame = new byte[3 + length + 5];
            random.nextBytes(frame);
            sieve.clear(length);
            for (int at = 0; at < length; at++) {
                final int next = at < FIRST || at % 7 == 6 ? 0 : random.nextInt(KINDS.size());
                kinds[at] = at > FIRST && random.nextBoolean() ? kinds[at - 1] : KINDS.get(next);
                kinds[at].teller.tell(sieve, at);
                frame[3 + at] = (byte) passing(kinds[at]);
            }
            assertTrue(sieve.passes(frame, 3), "seed=" + SEED + " round " + round);
            final int at = random.nextInt(length);
            for (int octet = 0; octet < 256; octet++) {
                final byte[] changed = Arrays.copyOf(frame, frame.length);
                changed[3 + at] = (byte) octet;
                assertEquals(
                        kinds[at].passing.test(octet),
                        sieve.passes(changed, 3),
                        "seed=" + SEED + " " + kinds[at].name + " " + octet + " at " + at);
            }
        }
    }

    private int passing(Kind kind) {
        while (true) {
            final int octet = random.nextInt(256);
            if (kind.passing.test(octet)) return octet;
        }
    }

    @Test
    void shouldPassNothingAsTextThatAPageHasNoCharacterFor() {
        for (final Encoding page :
                List.of(Encoding.EBCDIC, Encoding.EBCDIC_500, Encoding.EBCDIC_1047)) {
            for (int octet = 0; octet < 256; octet++) {
                final int character = CodePage.of(page).ascii(octet);
                final boolean isPrintable = character >= ' ' && character <= '~';
                assertTrue(isPrintable || !isText(octet), page + " " + octet);
            }
        }
    }
}
