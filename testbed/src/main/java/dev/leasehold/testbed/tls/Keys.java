// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.tls;

import dev.leasehold.testbed.TestBedException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

/** New key pairs. */
public final class Keys {
  private static final int RSA_BITS = 2048;

  private Keys() {}

  /** An elliptic-curve pair on P-256. */
  public static KeyPair ec() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new TestBedException("this JVM has no P-256", e);
    }
  }

  /** An RSA pair of 2048 bits. */
  public static KeyPair rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new TestBedException("this JVM has no RSA", e);
    }
  }
}
