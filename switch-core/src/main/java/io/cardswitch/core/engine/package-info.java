/** Floor 4: the state machine: dispatch, duplicate window, state hash. */
package io.cardswitch.core.engine;
