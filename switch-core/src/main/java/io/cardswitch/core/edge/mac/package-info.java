/** Floor 5: message authentication codes: where they stand and what the HSM is asked. */
package io.cardswitch.core.edge.mac;
