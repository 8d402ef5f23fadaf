/** What callers see of a hardware security module: asynchronous, typed commands and results. */
package io.cardswitch.hsm;
