// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/** The authorities that the JDK came with: its own files, which need no bounds. */
final class JdkAuthorities {

  /** The password of {@code keytool} and all vendors; newer JDKs have no password and ignore it. */
  private static final char[] PASSWORD = "changeit".toCharArray();

  private JdkAuthorities() {}

  static KeyStore load() throws IOException, GeneralSecurityException {
    File security = new File(System.getProperty("java.home"), "lib/security");
    File own = new File(security, "jssecacerts");
    File file = own.isFile() ? own : new File(security, "cacerts");
    try {
      return load(file, PASSWORD);
    } catch (IOException e) {
      return load(file, null);
    }
  }

  private static KeyStore load(File file, char @org.jspecify.annotations.Nullable [] password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("JKS");
    try (InputStream in = new BufferedInputStream(new FileInputStream(file))) {
      store.load(in, password);
    }
    return store;
  }
}
