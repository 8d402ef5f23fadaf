/** One class pair per payShield host command. */
package io.cardswitch.hsm.command;
