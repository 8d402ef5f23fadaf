/** Strict YAML reading that remembers lines, and the list of problems found in files. */
package io.cardswitch.iso8583.yaml;
