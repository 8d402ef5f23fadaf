package io.cardswitch.hsm.crypto;

import java.security.GeneralSecurityException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC with SHA-256 (ISO/IEC 9797-2, 7; FIPS 198-1). */
public final class Hmac {
    private Hmac() {}

    /** The whole MAC of 32 bytes. */
    public static byte[] sha256(byte[] key, byte[] message) {
        try {
            final Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no HMAC with SHA-256 in this JDK", e);
        }
    }
}
