// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that proves a password without being it, as PostgreSQL stores it: RFC 5802 and 7677, and
 * {@code scram_build_secret} in PostgreSQL's {@code scram-common.c}.
 */
final class ScramSecret {

  /** RFC 7677's minimum, and PostgreSQL's default. */
  static final int ITERATIONS = 4096;

  /** PostgreSQL's {@code SCRAM_DEFAULT_SALT_LEN}, in bytes. */
  static final int SALT_BYTES = 16;

  private static final String PREFIX = "SCRAM-SHA-256$";
  private static final int KEY_BITS = 256;

  private ScramSecret() {}

  /**
   * Returns {@code SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey}.
   *
   * @param password in ASCII and not empty: anything else would have to go through SASLprep
   */
  static String of(String password, byte[] salt) {
    try {
      byte[] salted =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
              .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, KEY_BITS))
              .getEncoded();
      byte[] clientKey = hmac(salted, "Client Key");
      byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
      byte[] serverKey = hmac(salted, "Server Key");
      Base64.Encoder base64 = Base64.getEncoder();
      return PREFIX
          + ITERATIONS
          + ":"
          + base64.encodeToString(salt)
          + "$"
          + base64.encodeToString(storedKey)
          + ":"
          + base64.encodeToString(serverKey);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2, HMAC and SHA-256", e);
    }
  }

  /** Returns whether PgBouncer takes this for a stored secret and not for a clear password. */
  static boolean looksLike(String password) {
    return password.startsWith(PREFIX);
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
  }
}
