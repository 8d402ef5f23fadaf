/** Floor 7: HTTP for operators: health, metrics, accounts. */
package io.cardswitch.core.admin;
