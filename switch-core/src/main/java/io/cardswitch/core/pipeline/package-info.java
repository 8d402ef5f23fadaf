/** Floor 6: the ring between edge, journal and engine, in its two layouts. */
package io.cardswitch.core.pipeline;
