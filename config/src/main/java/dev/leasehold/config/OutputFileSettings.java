// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.io.File;
import org.jspecify.annotations.Nullable;

/** The file that the sidecar writes a binding's credential to, and its format. Immutable. */
public final class OutputFileSettings {

  private final String name;
  private final CredentialFormat format;
  private final @Nullable File template;
  private final String usernameAs;
  private final String passwordAs;
  private final boolean clearPassword;
  private final FileMode mode;
  private final boolean emptied;

  OutputFileSettings(String binding, File volume, SettingReader reader) {
    CredentialFormat given = reader.optionalChoice(Setting.FILE_FORMAT, CredentialFormat.values());
    this.format = given == null ? CredentialFormat.PROPERTIES : given;
    String path = reader.text(Setting.FILE_PATH);
    this.name = path == null ? binding + "." + format.formatName() : name(path, volume, reader);
    this.clearPassword = reader.flag(Setting.FILE_CLEAR_PASSWORD);
    boolean isKnown = given != null; // Else the format's settings are unknown.
    this.template = isKnown ? template(reader) : null;
    this.usernameAs = isKnown ? EntryNames.read(Setting.FILE_USERNAME_AS, format, reader) : "";
    this.passwordAs = isKnown ? EntryNames.read(Setting.FILE_PASSWORD_AS, format, reader) : "";
    if (isKnown) {
      EntryNames.requireTwo(format, usernameAs, passwordAs, reader);
      refuseClearPassword(reader);
    }
    this.mode = mode(reader);
    this.emptied = reader.choice(Setting.FILE_AT_END, FileAtEnd.values()) == FileAtEnd.EMPTY;
  }

  /** libpq reads no password file of a group's. */
  private FileMode mode(SettingReader reader) {
    FileMode given = reader.parsed(Setting.FILE_MODE, FileMode::parse);
    boolean isForOneUser =
        format == CredentialFormat.PGPASS && reader.given(Setting.FILE_MODE) == null;
    return isForOneUser || given == null ? FileMode.OWNER_READS : given;
  }

  private void refuseClearPassword(SettingReader reader) {
    if (clearPassword && format != CredentialFormat.USERLIST) {
      reader.problem(
          Setting.FILE_CLEAR_PASSWORD,
          "the format "
              + format.formatName()
              + " has no choice of a clear password; leave the option out");
    }
  }

  private @Nullable File template(SettingReader reader) {
    if (format != CredentialFormat.TEMPLATE) {
      if (reader.given(Setting.FILE_TEMPLATE) != null) {
        reader.problem(
            Setting.FILE_TEMPLATE,
            "only the format template reads it; set leasehold.file.format or remove it");
      }
      return null;
    }
    String path = reader.required(Setting.FILE_TEMPLATE, "not set; name the template of the file");
    return path.isEmpty() ? null : new File(path);
  }

  private static String name(String path, File volume, SettingReader reader) {
    File file = new File(path);
    boolean inside = file.getParentFile() == null || volume.equals(file.getParentFile());
    String name = file.getName();
    if (!inside || name.isEmpty() || name.startsWith(".")) {
      reader.problem(
          Setting.FILE_PATH,
          inside
              ? "the name of the file begins with a dot, as names of the sidecar's own files do;"
                  + " choose another"
              : "not a file right in " + volume + " (leasehold.volume); write its name alone");
    }
    return name;
  }

  /** Returns the file's name in the volume. */
  public String name() {
    return name;
  }

  /** Returns the format. */
  public CredentialFormat format() {
    return format;
  }

  /** Returns the template; of the format {@code template} alone, else null. */
  public @Nullable File template() {
    return template;
  }

  /** Returns the name of the user's entry; empty for the format's own. */
  public String usernameAs() {
    return usernameAs;
  }

  /** Returns the name of the password's entry; empty for the format's own. */
  public String passwordAs() {
    return passwordAs;
  }

  /** Returns whether {@code userlist} has the password itself. */
  public boolean hasClearPassword() {
    return clearPassword;
  }

  /** Returns the permissions. */
  public FileMode mode() {
    return mode;
  }

  /** Returns whether the file is emptied, in place of removed, when its lease has ended. */
  public boolean isEmptied() {
    return emptied;
  }
}
