// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import dev.leasehold.file.UnfitFileException;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Secret;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds user and password among named values, by the names that frameworks and images read them
 * from. Capitals, dots and hyphens in a name make no difference.
 */
final class CredentialNames {

  private static final String[] PREFIXES = {
    "",
    "SPRING_DATASOURCE_",
    "SPRING_R2DBC_",
    "QUARKUS_DATASOURCE_",
    "DATASOURCE_",
    "DATABASE_",
    "DB_",
    "JDBC_",
    "PG",
    "POSTGRES_",
    "POSTGRESQL_",
    "MYSQL_",
    "MARIADB_"
  };

  private static final String[] USERS = {"USERNAME", "USER"};
  private static final String PASSWORD = "PASSWORD";

  /** Twice the longest name in any database: Oracle and SQL Server take 128 characters. */
  private static final int MAX_USER = 256;

  private CredentialNames() {}

  /**
   * Returns the values by names in capitals, with an underscore for a dot and a hyphen. Names that
   * nobody reads are left out.
   *
   * @throws UnfitFileException when a name is there in two spellings, with two values
   */
  static Map<String, String> normalized(Map<String, String> fields) throws UnfitFileException {
    Map<String, String> normalized = new HashMap<>();
    Map<String, String> spellings = new HashMap<>();
    for (Map.Entry<String, String> field : fields.entrySet()) {
      String name = normalized(field.getKey());
      if (isRead(name)) {
        String other = spellings.putIfAbsent(name, field.getKey());
        if (other == null) {
          normalized.put(name, field.getValue());
        } else if (!field.getValue().equals(normalized.get(name))) {
          throw twice(other, field.getKey());
        }
      }
    }
    return normalized;
  }

  static String normalized(String name) {
    return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** Returns whether a normalized name says something of a credential. */
  static boolean isRead(String name) {
    if (LeaseEnd.isRead(name)) {
      return true;
    }
    for (String prefix : PREFIXES) {
      String rest = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
      if (rest.equals(PASSWORD) || Arrays.asList(USERS).contains(rest)) {
        return true;
      }
    }
    return false;
  }

  private static UnfitFileException twice(String one, String other) {
    boolean ordered = one.compareTo(other) < 0;
    return new UnfitFileException(
        "holds two values under "
            + (ordered ? one : other)
            + " and "
            + (ordered ? other : one)
            + ", which are two spellings of one name; leave one of them in it");
  }

  /**
   * Returns the credential.
   *
   * @param fields as {@link #normalized} returns them
   * @throws UnfitFileException when there is none, or there are two different credentials, or a
   *     user or password alone
   */
  static Credential find(Map<String, String> fields) throws UnfitFileException {
    Credential found = null;
    for (String prefix : PREFIXES) {
      Credential one = find(prefix, fields);
      if (one != null && found != null && !one.equals(found)) {
        throw new UnfitFileException(
            "holds more than one credential, under names of several kinds; leave one credential in it");
      }
      found = one == null ? found : one;
    }
    if (found == null) {
      throw new UnfitFileException(missing(fields));
    }
    return found;
  }

  private static @Nullable Credential find(String prefix, Map<String, String> fields)
      throws UnfitFileException {
    String user = user(prefix, fields);
    String password = fields.getOrDefault(prefix + PASSWORD, "");
    if (user.isEmpty() || password.isEmpty()) {
      return null;
    }
    requireName(user);
    if (password.indexOf('\0') >= 0) {
      throw new UnfitFileException(
          "holds a password with a NUL character in it, as a file has that was written by half;"
              + " check the program that writes it");
    }
    return new Credential(user, Secret.of(password));
  }

  /**
   * The user is shown in logs: no text is taken for a user that may be, or hold, something else.
   */
  private static void requireName(String user) throws UnfitFileException {
    for (int i = 0; i < user.length(); i++) {
      if (Character.isISOControl(user.charAt(i))) {
        throw new UnfitFileException(
            "holds a user with control characters in its name; check the program that writes it");
      }
    }
    if (user.trim().startsWith("{")) {
      throw new UnfitFileException(
          "holds a user that begins with a brace, as JSON does; write the user alone, or name the"
              + " file that holds the JSON");
    }
    if (user.length() > MAX_USER) {
      throw new UnfitFileException(
          "holds a user of over " + MAX_USER + " characters; check the program that writes it");
    }
  }

  private static String user(String prefix, Map<String, String> fields) {
    for (String name : USERS) {
      String user = fields.getOrDefault(prefix + name, "");
      if (!user.isEmpty()) {
        return user;
      }
    }
    return "";
  }

  private static String missing(Map<String, String> fields) {
    for (String prefix : PREFIXES) {
      boolean user = !user(prefix, fields).isEmpty();
      boolean password = !fields.getOrDefault(prefix + PASSWORD, "").isEmpty();
      if (user || password) {
        return "holds a "
            + (user ? "user without a password" : "password without a user")
            + "; check the program that writes it";
      }
    }
    return "holds no user and password under a name that Leasehold knows; write them as username"
        + " and password";
  }
}
