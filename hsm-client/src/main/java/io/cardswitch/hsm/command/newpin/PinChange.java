package io.cardswitch.hsm.command.newpin;

import io.cardswitch.hsm.AccountNumber;
import io.cardswitch.hsm.PinBlock;

/**
 * What a cardholder sends to change a PIN: views that are reused.
 *
 * @param oldBlock block with the PIN that is valid now
 * @param newBlock block with the chosen PIN, in the same format
 * @param account account digits of the card
 */
public record PinChange(PinBlock oldBlock, PinBlock newBlock, AccountNumber account) {}
