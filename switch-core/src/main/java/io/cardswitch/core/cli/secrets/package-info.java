/** Floor 7: the search for card numbers and other secrets in files. */
package io.cardswitch.core.cli.secrets;
