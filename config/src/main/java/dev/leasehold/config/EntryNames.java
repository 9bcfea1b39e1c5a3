// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of user and password in a file of a format with named entries. Immutable. */
public final class EntryNames {

  /** The names of the other entries are this name and the next two. */
  public static final String ISSUED_AT = "issued_at";

  public static final String VALID_UNTIL = "valid_until";
  public static final String BINDING = "binding";

  private static final List<String> OTHERS = Arrays.asList(ISSUED_AT, VALID_UNTIL, BINDING);

  /** The names that a shell takes for variables. */
  private static final String VARIABLE = "[A-Za-z_][A-Za-z0-9_]*";

  private static final String KEY = "[A-Za-z_][A-Za-z0-9_.-]*";

  private final String username;
  private final String password;

  private EntryNames(String username, String password) {
    this.username = username;
    this.password = password;
  }

  /**
   * Returns the names of a format.
   *
   * @param username the name of the user's entry; empty for the format's own
   * @param password the name of the password's entry; empty for the format's own
   */
  public static EntryNames of(CredentialFormat format, String username, String password) {
    boolean shell = format == CredentialFormat.ENV;
    return new EntryNames(
        orElse(username, shell ? "DB_USERNAME" : "username"),
        orElse(password, shell ? "DB_PASSWORD" : "password"));
  }

  private static String orElse(String name, String own) {
    return name.isEmpty() ? own : name;
  }

  /** Refuses two equal names. A name that was refused before is compared with none. */
  static void requireTwo(
      CredentialFormat format, String username, String password, SettingReader reader) {
    EntryNames names = of(format, username, password);
    boolean refused =
        isRefused(Setting.FILE_USERNAME_AS, username, reader)
            || isRefused(Setting.FILE_PASSWORD_AS, password, reader);
    if (!refused && names.username.equals(names.password)) {
      reader.problem(
          password.isEmpty() ? Setting.FILE_USERNAME_AS : Setting.FILE_PASSWORD_AS,
          "user name and password have the same name \"" + names.username + "\"; write two names");
    }
  }

  private static boolean isRefused(Setting setting, String name, SettingReader reader) {
    return name.isEmpty() && reader.given(setting) != null;
  }

  /** Returns the name that is set, where the format can use it; else empty. */
  static String read(Setting setting, CredentialFormat format, SettingReader reader) {
    String name = reader.text(setting);
    if (name == null) {
      return "";
    }
    String problem = problem(name, format);
    if (problem != null) {
      reader.problem(setting, problem);
    }
    return problem == null ? name : "";
  }

  private static @Nullable String problem(String name, CredentialFormat format) {
    String allowed = allowed(format);
    if (allowed == null) {
      return "the format " + format.formatName() + " has no names of entries; leave the option out";
    }
    if (!name.matches(allowed)) {
      return "the name \""
          + name
          + "\" is not a name that the format "
          + format.formatName()
          + " can use; write a name that matches "
          + allowed;
    }
    return OTHERS.contains(name)
        ? "the name \"" + name + "\" is that of another entry; write another name"
        : null;
  }

  private static @Nullable String allowed(CredentialFormat format) {
    switch (format) {
      case ENV:
        return VARIABLE;
      case PROPERTIES:
      case JSON:
      case YAML:
        return KEY;
      default:
        return null;
    }
  }

  /** Returns the name of the user's entry. */
  public String username() {
    return username;
  }

  /** Returns the name of the password's entry. */
  public String password() {
    return password;
  }
}
