// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static dev.leasehold.lease.LeaseException.Kind.INVALID;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.file.BoundedFile;
import dev.leasehold.file.UnfitFileException;
import dev.leasehold.lease.LeaseException;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The authorities whose certificates are trusted, and the certificate that the client shows. The
 * authorities come from {@code VAULT_CACERT} or {@code VAULT_CAPATH}, else from the JDK's own file.
 * That file is opened directly, and {@code javax.net.ssl.trustStore} does not count. Files are read
 * again when they change. Safe for use by many threads.
 */
final class TrustSettings {

  private static final String CA_FILE_KEY = "VAULT_CACERT";
  private static final String CA_DIRECTORY_KEY = "VAULT_CAPATH";
  private static final String CONTENT =
      "the PEM certificates of the authority that signed Vault's certificate";

  private static final String[] PROTOCOLS_13 = {"TLSv1.3", "TLSv1.2"};
  private static final String[] PROTOCOLS_12 = {"TLSv1.2"};

  private final VaultConnection connection;
  private final ClientCertificate client;

  @GuardedBy("this") private String stamp = "";

  @GuardedBy("this") private @Nullable SSLContext context;

  TrustSettings(VaultConnection connection) {
    this.connection = connection;
    this.client = new ClientCertificate(connection);
  }

  /** Returns a factory that trusts the authorities in the files' present content. */
  SSLSocketFactory socketFactory() throws LeaseException {
    return context().getSocketFactory();
  }

  /**
   * Sets up TLS and goes as far into a handshake as is possible without a server. So the classes of
   * the JDK's TLS are loaded with the JDK's own providers.
   */
  void warm() throws LeaseException {
    SSLEngine engine = context().createSSLEngine();
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    limit(parameters, engine.getSupportedProtocols());
    engine.setSSLParameters(parameters);
    ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    try {
      engine.wrap(ByteBuffer.allocate(0), hello);
    } catch (SSLException e) {
      throw unavailable(e);
    }
  }

  /** Demands the host's name in the certificate, and TLS 1.2 or 1.3. */
  static void limit(SSLParameters parameters, String[] supported) {
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    boolean newest = Arrays.asList(supported).contains(PROTOCOLS_13[0]);
    // Java 8 before update 261 has no TLS 1.3.
    parameters.setProtocols(newest ? PROTOCOLS_13 : PROTOCOLS_12);
  }

  private synchronized SSLContext context() throws LeaseException {
    SSLContext made = context;
    try {
      List<File> authorities = authorities();
      String now = BoundedFile.stamp(authorities) + client.stamp();
      if (made == null || !now.equals(stamp)) {
        made = make(authorities);
        context = made;
        stamp = now;
      }
    } catch (UnfitFileException hung) {
      if (made == null) {
        throw unusable(file(), hung);
      }
    }
    return made;
  }

  private SSLContext make(List<File> files) throws LeaseException {
    try {
      KeyStore authorities = files.isEmpty() ? JdkAuthorities.load() : keyStore(files);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(authorities);
      ClientIdentity identity = client.read();
      KeyManager[] shown = identity == null ? new KeyManager[0] : new KeyManager[] {identity};
      SSLContext made = SSLContext.getInstance("TLS");
      made.init(shown, trust.getTrustManagers(), null);
      return made;
    } catch (GeneralSecurityException | IOException e) {
      throw unavailable(e);
    }
  }

  private static LeaseException unavailable(Exception e) {
    return new LeaseException(
        INVALID, "TLS cannot be set up with this JVM's security providers: " + e.getMessage(), e);
  }

  /** Returns the setting's file or directory; null where the JDK's authorities are believed. */
  private @Nullable File file() {
    return connection.caFile() == null ? connection.caDirectory() : connection.caFile();
  }

  private List<File> authorities() throws LeaseException, UnfitFileException {
    File file = connection.caFile();
    if (file != null) {
      return Collections.singletonList(file);
    }
    File directory = connection.caDirectory();
    return directory == null
        ? Collections.<File>emptyList()
        : BoundedFile.filesIn(directory, CONTENT);
  }

  private KeyStore keyStore(List<File> files) throws LeaseException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
    List<Certificate> certificates = new ArrayList<>();
    for (File file : files) {
      certificates.addAll(read(file));
    }
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("ca-" + store.size(), certificate);
    }
    return store;
  }

  private Collection<? extends Certificate> read(File file) throws LeaseException {
    try {
      byte[] pem = BoundedFile.read(file, BoundedFile.MAX_BYTES, CONTENT);
      Collection<? extends Certificate> read =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem));
      if (read.isEmpty()) {
        throw new UnfitFileException("holds no PEM certificate; name a file that holds " + CONTENT);
      }
      return read;
    } catch (CertificateException e) {
      throw unusable(
          file,
          new UnfitFileException(
              "holds something that is no PEM certificate; name a file that holds " + CONTENT));
    } catch (UnfitFileException e) {
      throw unusable(file, e);
    }
  }

  private LeaseException unusable(@Nullable File file, UnfitFileException problem) {
    String key = connection.caFile() == null ? CA_DIRECTORY_KEY : CA_FILE_KEY;
    return new LeaseException(INVALID, key + " " + file + " " + problem.getMessage());
  }
}
