/** Floor 5: where each version of ISO 8583 says what the switch reads of requests and answers. */
package io.cardswitch.core.edge.element;
