package io.cardswitch.core.journal;

import io.cardswitch.core.command.CommandHandler;

/** Both journals, for tests that hold for each. */
enum JournalFormat {
    CHRONICLE {
        @Override
        SegmentedJournal open(JournalConfig config, CommandHandler replay) {
            return ChronicleJournal.open(config, replay);
        }
    },
    CHANNEL {
        @Override
        SegmentedJournal open(JournalConfig config, CommandHandler replay) {
            return ChannelJournal.open(config, replay);
        }
    };

    abstract SegmentedJournal open(JournalConfig config, CommandHandler replay);
}
