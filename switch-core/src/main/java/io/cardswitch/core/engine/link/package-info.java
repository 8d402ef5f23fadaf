/** Floor 4: what the state machine knows of links: who is signed on, and which keys they agreed. */
package io.cardswitch.core.engine.link;
