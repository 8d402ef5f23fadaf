/** Floor 7: keys by name, and the HSMs that can use them. */
package io.cardswitch.core.config.keys;
