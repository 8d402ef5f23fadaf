/** Cards and terminals for tests: what a card holds and a terminal sends, under the test LMKs. */
package io.cardswitch.hsm.simulator.terminal;
