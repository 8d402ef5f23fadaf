/** Bounded tables over primitive arrays: nothing is allocated once they are made. */
package io.cardswitch.hsm.transport.table;
