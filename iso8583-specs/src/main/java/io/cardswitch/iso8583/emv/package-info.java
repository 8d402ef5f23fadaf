/** What the tags of chip transactions are called, mean, and whether they may be shown: as data. */
package io.cardswitch.iso8583.emv;
