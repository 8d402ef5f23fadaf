package io.cardswitch.hsm.simulator;

import io.cardswitch.hsm.simulator.card.CardValues;
import io.cardswitch.hsm.simulator.card.Cryptograms;
import io.cardswitch.hsm.simulator.device.Device;
import io.cardswitch.hsm.simulator.host.CommandChain;
import io.cardswitch.hsm.simulator.host.CommandTable;
import io.cardswitch.hsm.simulator.mac.DataCiphers;
import io.cardswitch.hsm.simulator.mac.LegacyMacs;
import io.cardswitch.hsm.simulator.mac.Macs;
import io.cardswitch.hsm.simulator.management.KeyCheck;
import io.cardswitch.hsm.simulator.management.KeyExchange;
import io.cardswitch.hsm.simulator.management.KeyGeneration;
import io.cardswitch.hsm.simulator.pin.PinChange;
import io.cardswitch.hsm.simulator.pin.PinIssuing;
import io.cardswitch.hsm.simulator.pin.PinTranslation;
import io.cardswitch.hsm.simulator.pin.PinVerification;
import io.cardswitch.hsm.simulator.status.HealthReports;
import io.cardswitch.hsm.simulator.status.StatusCommands;

/** All host commands of the software HSM. */
final class HostCommands {
    private HostCommands() {}

    /**
     * A table with every command; it only counts, and may be shared.
     *
     * @param headerLength of the commands within a chain that carry headers
     */
    static CommandTable<Device> table(int headerLength) {
        final CommandTable<Device> table = new CommandTable<>();
        KeyGeneration.addTo(table);
        KeyExchange.addTo(table);
        KeyCheck.addTo(table);
        PinTranslation.addTo(table);
        PinVerification.addTo(table);
        PinIssuing.addTo(table);
        PinChange.addTo(table);
        CardValues.addTo(table);
        Cryptograms.addTo(table);
        Macs.addTo(table);
        LegacyMacs.addTo(table);
        DataCiphers.addTo(table);
        StatusCommands.addTo(table);
        HealthReports.addTo(table);
        CommandChain.addTo(table, headerLength);
        return table;
    }
}
