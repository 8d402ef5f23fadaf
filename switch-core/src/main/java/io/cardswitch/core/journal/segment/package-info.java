/** Floor 5: what a journal segment looks like on disk, and how one is read and verified. */
package io.cardswitch.core.journal.segment;
