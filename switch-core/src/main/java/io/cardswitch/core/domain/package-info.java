/** Floor 0: the vocabulary of cards, accounts and money. Values only. */
package io.cardswitch.core.domain;
