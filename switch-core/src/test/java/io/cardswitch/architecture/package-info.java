/**
 * The gates of the house as tests: dependency rules over the compiled classes, tidiness over the
 * sources, layout by the formatter. Every gate has a planted violation that it must reject.
 */
package io.cardswitch.architecture;
