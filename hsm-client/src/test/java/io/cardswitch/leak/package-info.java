/** The leak fixture: a test class that leaves threads or buffers behind fails. */
package io.cardswitch.leak;
