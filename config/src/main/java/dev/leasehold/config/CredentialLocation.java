// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import dev.leasehold.vault.VaultPath;
import java.io.File;
import org.jspecify.annotations.Nullable;

/** The source of a binding's credentials: a path in Vault, or a file. Immutable. */
public final class CredentialLocation {

  /** The beginning of a file, among the values of {@code leasehold.creds}. */
  static final String FILE = "file:";

  private final @Nullable VaultPath path;
  private final @Nullable File file;

  private CredentialLocation(@Nullable VaultPath path, @Nullable File file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Reads a location.
   *
   * @throws IllegalArgumentException when it is none; the message is the rest of a sentence that
   *     begins with the setting, and does not repeat the value
   */
  static CredentialLocation parse(String text) {
    return text.startsWith(FILE)
        ? new CredentialLocation(null, file(text.substring(FILE.length())))
        : new CredentialLocation(VaultPath.ofSecret(text), null);
  }

  /** Three slashes are how a URL of a file is written. */
  private static File file(String text) {
    String path = text.startsWith("///") ? text.substring(2) : text;
    File file = new File(path);
    if (!file.isAbsolute() || path.startsWith("//") || file.getParentFile() == null) {
      throw new IllegalArgumentException(
          "not a file with its whole path; write for example file:/vault/secrets/db.properties");
    }
    return file;
  }

  /** Returns whether it is a file, and Vault is not needed. */
  public boolean isFile() {
    return file != null;
  }

  /**
   * Returns the path in Vault.
   *
   * @throws IllegalStateException when it is a file
   */
  public VaultPath vaultPath() {
    return present(path);
  }

  /**
   * Returns the file or the directory.
   *
   * @throws IllegalStateException when it is a path in Vault
   */
  public File file() {
    return present(file);
  }

  private <T> T present(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException(toString());
    }
    return part;
  }

  /** Returns the location as a user would write it. */
  @Override
  public String toString() {
    return file == null ? String.valueOf(path) : FILE + file;
  }
}
