// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/**
 * Reads private keys in the forms that {@code openssl} and {@code vault write pki/issue} give:
 * PKCS#8 ({@code PRIVATE KEY}), PKCS#1 ({@code RSA PRIVATE KEY}) and SEC 1 ({@code EC PRIVATE
 * KEY}). The JDK reads the first form. The first form contains a key in one of the others, so a key
 * in another form is put into it.
 */
final class PrivateKeys {

  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;

  /** INTEGER 0: the version of PKCS#8 (RFC 5208). */
  private static final byte[] VERSION = {2, 1, 0};

  /** SEQUENCE of OID 1.2.840.113549.1.1.1 and NULL (RFC 8017, A.1). */
  private static final byte[] RSA = {
    0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
  };

  private PrivateKeys() {}

  /**
   * Returns the key of a block, which is of the same kind as the public key.
   *
   * @throws GeneralSecurityException when it is not, or in none of these forms; its message names
   *     the fault, and the fix
   */
  static PrivateKey of(PemBlock block, PublicKey match) throws GeneralSecurityException {
    byte[] pkcs8 = pkcs8(block, match);
    try {
      return KeyFactory.getInstance(match.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (InvalidKeySpecException e) {
      throw new GeneralSecurityException(
          "holds no key of the certificate's kind (" + match.getAlgorithm() + "); write its key",
          e);
    } catch (NoSuchAlgorithmException e) {
      throw new GeneralSecurityException(
          "is for a kind of key that this JVM does not know ("
              + match.getAlgorithm()
              + "); use an RSA or EC key",
          e);
    }
  }

  static boolean isKey(PemBlock block) {
    return block.label().endsWith("PRIVATE KEY");
  }

  private static byte[] pkcs8(PemBlock block, PublicKey match) throws GeneralSecurityException {
    if (block.label().equals("ENCRYPTED PRIVATE KEY") || block.der().length == 0) {
      throw new GeneralSecurityException(
          "holds an encrypted key, whose password no setting may hold; write it without, as openssl"
              + " pkey does");
    }
    switch (block.label()) {
      case "PRIVATE KEY":
        return block.der();
      case "RSA PRIVATE KEY":
        return wrapped(RSA, block.der());
      case "EC PRIVATE KEY":
        if (match instanceof ECPublicKey) {
          return wrapped(algorithmOf(match), block.der());
        }
        throw new GeneralSecurityException(
            "holds no key of the certificate's kind (" + match.getAlgorithm() + "); write its key");
      default:
        throw new GeneralSecurityException(
            "holds a key of a kind that is not known ("
                + VaultErrors.oneLine(block.label())
                + "); write it as openssl pkey does");
    }
  }

  /** Returns the algorithm and the curve, which a public key (RFC 5280, 4.1) begins with. */
  private static byte[] algorithmOf(PublicKey key) {
    byte[] encoded = key.getEncoded();
    int from = header(encoded, 0);
    int to = header(encoded, from) + length(encoded, from);
    return Arrays.copyOfRange(encoded, from, to);
  }

  /** Returns where the content of the value begins that begins at {@code at}. */
  private static int header(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int length(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = length << 8 | der[at + 2 + i] & 0xff;
    }
    return length;
  }

  private static byte[] wrapped(byte[] algorithm, byte[] key) {
    return value(SEQUENCE, VERSION, algorithm, value(OCTETS, key));
  }

  private static byte[] value(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else { // No key is over 64 KiB.
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
    for (byte[] part : parts) {
      out.write(part, 0, part.length);
    }
    return out.toByteArray();
  }
}
