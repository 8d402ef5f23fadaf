/** Commands around HSMs: the software HSM, and cryptography with test keys. */
package io.cardswitch.core.cli.hsm;
