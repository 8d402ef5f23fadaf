/** Floor 7: the configuration directory, read strictly: every error with file and line. */
package io.cardswitch.core.config;
