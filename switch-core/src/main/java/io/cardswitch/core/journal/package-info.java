/** Floor 5: the durable log of commands and its recovery. */
package io.cardswitch.core.journal;
