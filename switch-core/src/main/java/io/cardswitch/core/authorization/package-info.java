/** Floor 3: rules and handlers; each rule is one reason to decline. */
package io.cardswitch.core.authorization;
