/**
 * What simulated terminals say: frames encoded once, patched for each sending, and a cheap look at
 * the answers.
 */
package io.cardswitch.core.simulator.request;
