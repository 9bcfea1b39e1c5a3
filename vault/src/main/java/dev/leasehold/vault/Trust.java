package dev.leasehold.vault;

import static dev.leasehold.lease.LeaseException.Kind.INVALID;

import dev.leasehold.lease.LeaseException;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates are believed: those of {@code VAULT_CACERT} or {@code VAULT_CAPATH}, or else
 * the JDK's own file of authorities, opened directly, whatever {@code javax.net.ssl.trustStore}
 * says. Files are read again when they change. Safe for use by many threads.
 */
final class Trust {

  private static final String CA_FILE_KEY = "VAULT_CACERT";
  private static final String CA_DIRECTORY_KEY = "VAULT_CAPATH";

  private final VaultConnection connection;
  private String stamp = "";
  private @Nullable SSLSocketFactory factory;

  Trust(VaultConnection connection) {
    this.connection = connection;
  }

  /** Returns a factory that believes what the files say now. */
  synchronized SSLSocketFactory socketFactory() throws LeaseException {
    List<File> files = files();
    String now = stampOf(files);
    SSLSocketFactory made = factory;
    if (made == null || !now.equals(stamp)) {
      made = make(files);
      factory = made;
      stamp = now;
    }
    return made;
  }

  private SSLSocketFactory make(List<File> files) throws LeaseException {
    try {
      KeyStore authorities = files.isEmpty() ? JdkAuthorities.load() : keyStore(files);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(authorities);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException | IOException e) {
      throw new LeaseException(
          INVALID, "TLS cannot be set up with this JVM's security providers: " + e.getMessage(), e);
    }
  }

  private List<File> files() throws LeaseException {
    List<File> files = new ArrayList<>();
    File file = connection.caFile();
    File directory = connection.caDirectory();
    if (file != null) {
      files.add(file);
    } else if (directory != null) {
      addVisible(directory, files);
    }
    return files;
  }

  /** Hidden ones are left out: Kubernetes mounts keep their own machinery there. */
  private static void addVisible(File directory, List<File> files) throws LeaseException {
    String[] names = directory.list();
    if (names != null) {
      Arrays.sort(names);
      for (String name : names) {
        File file = new File(directory, name);
        if (!name.startsWith(".") && file.isFile()) {
          files.add(file);
        }
      }
    }
    if (files.isEmpty()) {
      throw unusable(CA_DIRECTORY_KEY, directory, "is not a directory with files in it");
    }
  }

  private KeyStore keyStore(List<File> files) throws LeaseException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
    for (File file : files) {
      for (Certificate certificate : read(file)) {
        store.setCertificateEntry("ca-" + store.size(), certificate);
      }
    }
    return store;
  }

  private Collection<? extends Certificate> read(File file) throws LeaseException {
    String key = connection.caFile() == null ? CA_DIRECTORY_KEY : CA_FILE_KEY;
    if (!file.isFile() || !file.canRead()) {
      throw unusable(key, file, "is not a readable file");
    }
    Collection<? extends Certificate> read;
    try (InputStream in = new BufferedInputStream(new FileInputStream(file))) {
      read = CertificateFactory.getInstance("X.509").generateCertificates(in);
    } catch (GeneralSecurityException | IOException e) {
      throw unusable(key, file, "holds something that is no PEM certificate");
    }
    if (read.isEmpty()) {
      throw unusable(key, file, "holds no PEM certificate");
    }
    return read;
  }

  private static String stampOf(List<File> files) {
    StringBuilder stamp = new StringBuilder();
    for (File file : files) {
      stamp.append(file).append(':').append(file.lastModified());
      stamp.append(':').append(file.length()).append('\n');
    }
    return stamp.toString();
  }

  private static LeaseException unusable(String key, File file, String problem) {
    return new LeaseException(
        INVALID,
        key
            + " "
            + file
            + " "
            + problem
            + "; point it at the PEM certificates of the authority that signed Vault's"
            + " certificate");
  }
}
