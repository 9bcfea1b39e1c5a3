// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.tls;

import dev.leasehold.testbed.TestBedException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;

/** A certificate authority with a key of its own, for servers on 127.0.0.1. */
public final class CertificateAuthority {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SERIAL_BITS = 120;
  private static final Duration LIFE = Duration.ofDays(30);
  private static final byte[] VERSION_3 = Der.explicit(0, Der.integer(BigInteger.TWO));

  /** ecdsa-with-SHA256 (RFC 5758, 3.2). */
  private static final byte[] ALGORITHM = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));

  private final String name;
  private final KeyPair keys = Keys.ec();
  private final byte[] certificate;

  public CertificateAuthority(String name) {
    this.name = name;
    Validity validity = Validity.around(Instant.now(), LIFE);
    this.certificate = sign(name, keys.getPublic(), validity, Extensions.authority());
  }

  /** The authority's own certificate. */
  public String pem() {
    return Pem.certificate(certificate);
  }

  /**
   * A certificate for {@code localhost} and 127.0.0.1, valid from a day ago for the authority's
   * life.
   */
  public String serverCertificate(PublicKey key) {
    return serverCertificate(key, Validity.around(Instant.now(), LIFE));
  }

  /** A certificate for {@code localhost} and 127.0.0.1 that was valid until an hour ago. */
  public String expiredServerCertificate(PublicKey key) {
    Instant now = Instant.now();
    return serverCertificate(key, new Validity(now.minus(LIFE), now.minus(Duration.ofHours(1))));
  }

  /** A certificate for a client, valid from a day ago for the authority's life. */
  public String clientCertificate(PublicKey key) {
    Validity validity = Validity.around(Instant.now(), LIFE);
    return Pem.certificate(sign("client", key, validity, Extensions.client()));
  }

  private String serverCertificate(PublicKey key, Validity validity) {
    return Pem.certificate(sign("localhost", key, validity, Extensions.server()));
  }

  private byte[] sign(String subject, PublicKey key, Validity validity, byte[] extensions) {
    byte[] content =
        Der.sequence(
            VERSION_3,
            Der.integer(new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS)),
            ALGORITHM,
            commonName(name),
            Der.sequence(Der.time(validity.from()), Der.time(validity.until())),
            commonName(subject),
            key.getEncoded(),
            Der.explicit(3, extensions));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(content);
      return Der.sequence(content, ALGORITHM, Der.bits(signature.sign(), 0));
    } catch (GeneralSecurityException e) {
      throw new TestBedException("cannot sign a certificate for " + subject, e);
    }
  }

  private static byte[] commonName(String value) {
    return Der.sequence(Der.set(Der.sequence(Der.oid(2, 5, 4, 3), Der.utf8(value))));
  }

  private record Validity(Instant from, Instant until) {
    static Validity around(Instant now, Duration life) {
      return new Validity(now.minus(Duration.ofDays(1)), now.plus(life));
    }
  }
}
