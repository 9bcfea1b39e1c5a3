// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static dev.leasehold.lease.LeaseException.Kind.INVALID;

import dev.leasehold.file.BoundedFile;
import dev.leasehold.file.UnfitFileException;
import dev.leasehold.lease.LeaseException;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of the certificate that is shown to Vault: {@code VAULT_CLIENT_CERT} and its key. */
final class ClientCertificate {

  private static final String CERTIFICATE_KEY = "VAULT_CLIENT_CERT";
  private static final String PRIVATE_KEY_KEY = "VAULT_CLIENT_KEY";

  private final @Nullable File certificate;
  private final @Nullable File key;

  ClientCertificate(VaultConnection connection) {
    this.certificate = connection.clientCertificate();
    this.key = connection.clientKey();
  }

  /** Returns a text that changes when one of the files does. */
  String stamp() throws UnfitFileException {
    return certificate == null || key == null
        ? ""
        : BoundedFile.stamp(Arrays.asList(certificate, key));
  }

  /** Returns the present content of the files; null where none are given. */
  @Nullable ClientIdentity read() throws LeaseException {
    File chainFile = certificate;
    File keyFile = key;
    if (chainFile == null || keyFile == null) {
      return null;
    }
    List<X509Certificate> chain = chain(chainFile);
    PublicKey match = chain.get(0).getPublicKey();
    return new ClientIdentity(chain, key(keyFile, match));
  }

  private static List<X509Certificate> chain(File file) throws LeaseException {
    List<X509Certificate> chain = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (PemBlock block : blocks(CERTIFICATE_KEY, file, "PEM certificates")) {
        if (block.label().equals("CERTIFICATE")) {
          chain.add(
              (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
        }
      }
    } catch (CertificateException e) {
      throw unusable(CERTIFICATE_KEY, file, "holds something that is no certificate");
    }
    if (chain.isEmpty()) {
      throw unusable(CERTIFICATE_KEY, file, "holds no PEM certificate");
    }
    return chain;
  }

  private static PrivateKey key(File file, PublicKey match) throws LeaseException {
    for (PemBlock block : blocks(PRIVATE_KEY_KEY, file, "a PEM private key")) {
      if (PrivateKeys.isKey(block)) {
        try {
          return PrivateKeys.of(block, match);
        } catch (GeneralSecurityException e) {
          throw unusable(PRIVATE_KEY_KEY, file, String.valueOf(e.getMessage()));
        }
      }
    }
    throw unusable(PRIVATE_KEY_KEY, file, "holds no PEM private key");
  }

  private static List<PemBlock> blocks(String setting, File file, String content)
      throws LeaseException {
    try {
      return PemBlock.blocks(BoundedFile.read(file, BoundedFile.MAX_BYTES, content));
    } catch (IllegalArgumentException e) {
      throw unusable(setting, file, "is not whole PEM; name a file that holds " + content);
    } catch (UnfitFileException e) {
      throw unusable(setting, file, String.valueOf(e.getMessage()));
    }
  }

  private static LeaseException unusable(String setting, File file, String problem) {
    return new LeaseException(INVALID, setting + " " + file + " " + problem);
  }
}
