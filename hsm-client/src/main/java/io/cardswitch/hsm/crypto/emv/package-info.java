/**
 * EMV Book 2 from the issuer's side: card keys, session keys, application cryptograms and their
 * responses, scripts, and the tags that carry them.
 */
package io.cardswitch.hsm.crypto.emv;
