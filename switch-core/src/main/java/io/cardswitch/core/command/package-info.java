/**
 * Floor 1: command and effect layouts, and the ports between the deterministic core and the shell.
 */
package io.cardswitch.core.command;
