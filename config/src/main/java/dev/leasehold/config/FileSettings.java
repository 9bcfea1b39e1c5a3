// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.io.File;
import org.jspecify.annotations.Nullable;

/** The file that the sidecar writes a binding's credential to, and its format. Immutable. */
public final class FileSettings {

  private static final String TEMPLATE = "template";
  private static final String PGPASS = "pgpass";
  private static final String PRIVATE = "0400";

  private final String name;
  private final String format;
  private final @Nullable File template;
  private final String usernameAs;
  private final String passwordAs;
  private final boolean clearPassword;
  private final String mode;
  private final boolean emptied;

  FileSettings(String binding, File volume, SettingReader reader) {
    String word = reader.word(Setting.FILE_FORMAT);
    this.format = word == null ? "properties" : word;
    String path = reader.text(Setting.FILE_PATH);
    this.name = path == null ? binding + "." + format : name(path, volume, reader);
    this.template = template(reader);
    this.usernameAs = orEmpty(reader.text(Setting.FILE_USERNAME_AS));
    this.passwordAs = orEmpty(reader.text(Setting.FILE_PASSWORD_AS));
    this.clearPassword = reader.flag(Setting.FILE_CLEAR_PASSWORD);
    String bits = orEmpty(reader.text(Setting.FILE_MODE));
    boolean isForOneUser = format.equals(PGPASS) && reader.given(Setting.FILE_MODE) == null;
    this.mode = isForOneUser ? PRIVATE : bits; // libpq reads no password file of a group's.
    this.emptied = "empty".equals(reader.word(Setting.FILE_AT_END));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private @Nullable File template(SettingReader reader) {
    if (!format.equals(TEMPLATE)) {
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
              ? "the name of the file begins with a dot, as those of the sidecar's own files do;"
                  + " choose another"
              : "not a file right in " + volume + " (leasehold.volume); write its name alone");
    }
    return name;
  }

  /** Returns the file's name in the volume. */
  public String name() {
    return name;
  }

  /** Returns one of the words of {@link ValueType#FORMAT}. */
  public String format() {
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

  /** Returns the permissions, as an octal number that nobody has looked at yet. */
  public String mode() {
    return mode;
  }

  /** Returns whether the file is emptied, in place of removed, when its lease has ended. */
  public boolean isEmptied() {
    return emptied;
  }
}
