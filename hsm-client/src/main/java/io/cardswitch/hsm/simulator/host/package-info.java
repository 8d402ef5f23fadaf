/** Host command frames as the software HSM sees them: fields, answers, error codes. */
package io.cardswitch.hsm.simulator.host;
