/**
 * Floor 7: the dialects and rules of messages that a site's links may name, bundled and its own.
 */
package io.cardswitch.core.config.dialect;
