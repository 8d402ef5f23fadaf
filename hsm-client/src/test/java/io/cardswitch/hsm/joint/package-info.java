/** Client and software HSM together, through sockets. */
package io.cardswitch.hsm.joint;
