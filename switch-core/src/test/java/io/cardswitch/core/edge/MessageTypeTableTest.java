package io.cardswitch.core.edge;

import static io.cardswitch.core.edge.MessageTypeTable.NO_ANSWER;
import static io.cardswitch.core.edge.MessageTypeTable.responseMti;
import static io.cardswitch.core.edge.MessageTypeTable.treatmentOf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardswitch.core.edge.MessageTypeTable.Treatment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MessageTypeTableTest {
    /** Answer's third and fourth digit for each third and fourth digit; -- for no answer. */
    private static final String[] ANSWERS = {
        "10 10 12 12 14 14 -- -- -- --", // 0 request
        "-- -- -- -- -- -- -- -- -- --", // 1 its answer
        "30 30 32 32 34 34 -- -- -- --", // 2 advice
        "-- -- -- -- -- -- -- -- -- --", // 3 its answer
        "-- -- -- -- -- -- -- -- -- --", // 4 notification
        "-- -- -- -- -- -- -- -- -- --", // 5 its acknowledgement
        "70 70 72 72 74 74 -- -- -- --", // 6 instruction
        "-- -- -- -- -- -- -- -- -- --", // 7 its answer
        "-- -- -- -- -- -- -- -- -- --", // 8 positive acknowledgement
        "-- -- -- -- -- -- -- -- -- --", // 9 negative acknowledgement
    };

    @Test
    void shouldFollowTheTableForEveryMessageType() {
        for (int version = 0; version <= 9; version++) {
            for (int messageClass = 0; messageClass <= 9; messageClass++) {
                for (int function = 0; function <= 9; function++) {
                    for (int origin = 0; origin <= 9; origin++) {
                        final String digits = ANSWERS[function].split(" ")[origin];
                        final boolean isAnswered =
                                !digits.equals("--") && !(messageClass == 8 && function == 2);
                        final int head = version << 12 | messageClass << 8;
                        final int mti = head | function << 4 | origin;
                        assertEquals(
                                isAnswered ? head | Integer.parseInt(digits, 16) : NO_ANSWER,
                                responseMti(mti),
                                () -> "answer to %04x".formatted(mti));
                        assertEquals(
                                expectedTreatment(isAnswered, messageClass, function),
                                treatmentOf(mti),
                                () -> "treatment of %04x".formatted(mti));
                    }
                }
            }
        }
    }

    private static Treatment expectedTreatment(boolean isAnswered, int messageClass, int function) {
        if (!isAnswered) {
            return Treatment.UNSOLICITED;
        }
        if (function == 6) {
            return Treatment.UNSUPPORTED;
        }
        return switch (messageClass) {
            case 1, 2 -> Treatment.TRANSACTION;
            case 4 -> Treatment.REVERSAL;
            case 8 -> Treatment.NETWORK;
            default -> Treatment.UNSUPPORTED;
        };
    }

    @ParameterizedTest
    @CsvSource({
        "0100, 0110", "0101, 0110", "0120, 0130", "0121, 0130", "0200, 0210", "0201, 0210",
        "0220, 0230", "0221, 0230", "0302, 0312", "0400, 0410", "0401, 0410", "0420, 0430",
        "0421, 0430", "0402, 0412", "0403, 0412", "0422, 0432", "0423, 0432", "0500, 0510",
        "0520, 0530", "0502, 0512", "0523, 0532", "0600, 0610", "0624, 0634", "0800, 0810",
        "0801, 0810"
    })
    void shouldAnswerAsTheStandardSaysWhenTheTypeIsCommon(String request, String answer) {
        assertEquals(Integer.parseInt(answer, 16), responseMti(Integer.parseInt(request, 16)));
    }

    @ParameterizedTest
    @CsvSource({"0210", "0230", "0410", "0644", "0810", "0820", "0280", "0290"})
    void shouldNotAnswerWhenTheTypeAsksForNothing(String mti) {
        assertEquals(NO_ANSWER, responseMti(Integer.parseInt(mti, 16)));
    }
}
