/** Floor 5: what goes to other issuers: PINs under their keys, in the formats they take. */
package io.cardswitch.core.edge.issuer;
