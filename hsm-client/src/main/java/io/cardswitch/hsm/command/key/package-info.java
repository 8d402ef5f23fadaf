/** Making, importing, exporting and checking keys. */
package io.cardswitch.hsm.command.key;
