/** What a switch in a process of its own keeps in memory of what it has answered. */
package io.cardswitch.acceptance.memory;
