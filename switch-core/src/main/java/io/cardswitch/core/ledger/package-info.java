/** Floor 2: off-heap tables of cards, accounts and holds; double entry. */
package io.cardswitch.core.ledger;
