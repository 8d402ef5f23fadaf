/** Floor 5: where ISO 8583 messages become commands and effects become messages; no sockets. */
package io.cardswitch.core.edge;
