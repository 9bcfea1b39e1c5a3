// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.tls;

import dev.leasehold.testbed.Cache;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.process.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/**
 * An RSA pair in the cache, which test beds sign tokens with. A JVM that has just started needs
 * half a second of processor time for a new pair.
 */
public final class KeptKey {
  private static final String FILE = "private-key";

  private KeptKey() {}

  /** Reads the pair, or makes it. */
  public static KeyPair rsa() {
    Path directory = Cache.directory().resolve("rsa-key");
    try {
      Cache.provide(directory, "an RSA key", KeptKey::make);
      return read(Base64.getDecoder().decode(Files.readString(directory.resolve(FILE))));
    } catch (IOException | GeneralSecurityException e) {
      throw new TestBedException("cannot read the key in " + directory, e);
    }
  }

  private static void make(Path directory) {
    byte[] key = Keys.rsa().getPrivate().getEncoded();
    Secrets.write(directory.resolve(FILE), Base64.getEncoder().encodeToString(key));
  }

  private static KeyPair read(byte[] encoded) throws GeneralSecurityException {
    KeyFactory keys = KeyFactory.getInstance("RSA");
    var key = (RSAPrivateCrtKey) keys.generatePrivate(new PKCS8EncodedKeySpec(encoded));
    var other = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
    return new KeyPair(keys.generatePublic(other), key);
  }
}
