/** Floor 7: commands that read a journal and replay it. */
package io.cardswitch.core.cli.journal;
