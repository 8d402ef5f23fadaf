/** Floor 5: what cards, PINs and messages are checked with: host commands for the HSM, answers. */
package io.cardswitch.core.edge.security;
