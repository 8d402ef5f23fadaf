/**
 * Classes that break the rules on purpose, one or more for each rule of the house. A gate that lets
 * one of them through is broken. Nothing else may use them.
 */
package io.cardswitch.planted;
