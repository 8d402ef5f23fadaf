/** Floor 5: links that change their keys while they serve: 0800 with DE70 101 or 161. */
package io.cardswitch.core.edge.exchange;
