/** Making and changing PINs, and the values they are verified against. */
package io.cardswitch.hsm.command.newpin;
