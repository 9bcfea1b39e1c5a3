// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import dev.leasehold.file.UnfitFileException;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Secret;
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

  private CredentialNames() {}

  /** Returns the values by names in capitals, with an underscore for a dot and a hyphen. */
  static Map<String, String> normalized(Map<String, String> fields) {
    Map<String, String> normalized = new HashMap<>();
    for (Map.Entry<String, String> field : fields.entrySet()) {
      String name = field.getKey().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
      normalized.putIfAbsent(name, field.getValue());
    }
    return normalized;
  }

  /**
   * Returns the credential.
   *
   * @param fields as {@link #normalized} returns them
   * @throws UnfitFileException when there is none, or there are two different ones, or one half
   */
  static Credential find(Map<String, String> fields) throws UnfitFileException {
    Credential found = null;
    for (String prefix : PREFIXES) {
      Credential one = find(prefix, fields);
      if (one != null && found != null && !one.equals(found)) {
        throw new UnfitFileException(
            "holds more than one credential, under names of several kinds; leave one in it");
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
    for (int i = 0; i < user.length(); i++) {
      if (Character.isISOControl(user.charAt(i))) {
        throw new UnfitFileException(
            "holds a user with control characters in its name; check what writes it");
      }
    }
    return new Credential(user, Secret.of(password));
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
            + "; check what writes it";
      }
    }
    return "holds no user and password under a name that Leasehold knows; write them as username"
        + " and password";
  }
}
