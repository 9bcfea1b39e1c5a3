// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The messages with which proxies between a client and PostgreSQL reject a login, under SQLStates
 * that are not PostgreSQL's for it.
 *
 * <ul>
 *   <li>PgBouncer (src/client.c, src/objects.c): 08P01 for all. The texts are "no such user", "SASL
 *       authentication failed" and "password authentication failed" (up to 1.14 "auth failed"). An
 *       earlier answer of the server comes as "server login has been failing, cached error: ...".
 *   <li>Pgpool-II (src/auth/pool_auth.c, src/auth/pool_hba.c): XX000 for most. The texts are "SCRAM
 *       authentication failed", "md5 authentication failed", "clear text password authentication
 *       failed", "backend authentication failed" and "MD5 authentication with pgpool failed for
 *       user". Where it has no password of the user's, the text is "failed to authenticate with
 *       backend using SCRAM".
 *   <li>Amazon RDS Proxy ("Troubleshooting for RDS Proxy" in its guide): no SQLState is named. A
 *       text is "This RDS proxy has no credentials for the role ...". Another is "The password that
 *       was provided for the role ... is wrong".
 *   <li>The Cloud SQL connectors pass on PostgreSQL's own answer: 28P01.
 * </ul>
 */
final class PoolerRejection {

  private static final String[] TEXTS = {
    "no such user",
    "authentication failed",
    "auth failed",
    "failed to authenticate with backend",
    "authentication with pgpool failed",
  };

  /** Under any SQLState. */
  private static final String[] RDS_PROXY = {
    "rds proxy has no credentials for the role", "the password that was provided for the role"
  };

  /** A certificate is the client's own, and no credential of a lease. */
  private static final String[] OTHERS = {
    "certificate authentication failed", "cert authentication failed"
  };

  private PoolerRejection() {}

  /** Returns whether a failure of a connect is one of these. */
  static boolean is(SQLException failure) {
    String message = failure.getMessage();
    String lower = message == null ? "" : message.toLowerCase(Locale.ROOT);
    return containsOne(lower, RDS_PROXY)
        || (isOfProxies(failure.getSQLState())
            && containsOne(lower, TEXTS)
            && !containsOne(lower, OTHERS));
  }

  private static boolean isOfProxies(@Nullable String state) {
    return state != null
        && (state.startsWith("08") || state.startsWith("XX") || state.startsWith("28"));
  }

  private static boolean containsOne(String text, String[] parts) {
    for (String part : parts) {
      if (text.contains(part)) {
        return true;
      }
    }
    return false;
  }
}
