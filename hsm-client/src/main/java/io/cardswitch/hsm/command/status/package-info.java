/** State of the device. */
package io.cardswitch.hsm.command.status;
