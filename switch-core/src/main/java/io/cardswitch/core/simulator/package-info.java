/** Floor 7: terminal and issuer simulators and the load generator. */
package io.cardswitch.core.simulator;
