/** Floor 2: where a card is authorized; immutable table, swapped whole. */
package io.cardswitch.core.routing;
