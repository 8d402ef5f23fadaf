/** Message authentication codes. */
package io.cardswitch.hsm.command.mac;
