// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.tls;

import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.PublicKey;
import java.util.Base64;

/** Textual encoding of keys and certificates (RFC 7468). */
public final class Pem {
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Pem() {}

  /** A public key as SubjectPublicKeyInfo, a private key as PKCS #8. */
  public static String key(Key key) {
    return encode(key instanceof PublicKey ? "PUBLIC KEY" : "PRIVATE KEY", key.getEncoded());
  }

  static String certificate(byte[] der) {
    return encode("CERTIFICATE", der);
  }

  private static String encode(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + LINES.encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }
}
