/** Scenarios as text: parsed once, run against the engine alone or a whole node. */
package io.cardswitch.core.scenario;
