/** Floor 7: the commands of the launcher. */
package io.cardswitch.core.cli;
