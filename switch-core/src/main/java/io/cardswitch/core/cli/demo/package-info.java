/** Floor 7: the whole card network on one machine, for demonstration. */
package io.cardswitch.core.cli.demo;
