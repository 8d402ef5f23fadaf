/**
 * payShield host commands, one package per family: encoders write requests, decoders read answers.
 * What several families share is here.
 */
package io.cardswitch.hsm.command;
