/** Floor 7: composition root of one switch node; start, recovery, shutdown. */
package io.cardswitch.core.node;
