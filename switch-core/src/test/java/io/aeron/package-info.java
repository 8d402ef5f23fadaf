/** What stands for Aeron where its rule is tried. */
package io.aeron;
