// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.lease.DaemonThreads;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.text.Normalizer;

/**
 * A thread for the JDK's preparations, which it makes once in a process, before its first TLS
 * handshake and its first answer in JSON. The thread runs beside the steps before these: a pod
 * waits for them. No preparation is made twice (docs/decisions/0136).
 */
final class JdkPreparation {

  /** The curve of one of the two keys that the JDK offers, and of many servers' certificates. */
  private static final String CURVE = "secp256r1";

  /**
   * Reads all authorities that the JDK came with, to tell whether one of them has signed. It is not
   * exported, but may be initialised.
   */
  private static final String AUTHORITIES = "sun.security.util.AnchorCertificates";

  /** Works out powers of five. Jackson's parser has constants of it. */
  private static final String DECIMAL = "java.math.BigDecimal";

  private JdkPreparation() {}

  /** Begins, on a thread of its own, and returns at once. */
  static void begin() {
    DaemonThreads.daemon(JdkPreparation::prepare, "leasehold-jdk").start();
  }

  private static void prepare() {
    try {
      multiplyGenerator();
      initialize(AUTHORITIES);
      // Names in certificates are compared in this form, whose table is read from a file.
      String ignored = Normalizer.normalize("name", Normalizer.Form.NFKD);
      initialize(DECIMAL);
    } catch (GeneralSecurityException
        | ClassNotFoundException
        | LinkageError
        | RuntimeException elsewhere) {
      // A JDK that differs makes the preparation when it is needed.
    }
  }

  /**
   * Makes a key. Before its first key the JDK works out sixty multiples of the curve's generator
   * ({@code ECOperations.Secp256R1GeneratorMontgomeryMultiplier} of JDK 25), each as much work as a
   * key.
   */
  private static void multiplyGenerator() throws GeneralSecurityException {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
    keys.initialize(new ECGenParameterSpec(CURVE));
    KeyPair ignored = keys.generateKeyPair();
  }

  private static void initialize(String name) throws ClassNotFoundException {
    Class<?> ignored = Class.forName(name, true, null);
  }
}
