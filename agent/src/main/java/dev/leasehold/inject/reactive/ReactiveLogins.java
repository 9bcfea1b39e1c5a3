// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.reactive;

import dev.leasehold.target.Targets;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The entry of logins without JDBC. */
public interface ReactiveLogins {

  /**
   * Begins a login.
   *
   * @param url the JDBC URL that would lead to the same server and database
   * @param targets that server and database
   * @param user the user that the application has configured
   * @return null when it is none of ours
   * @throws SQLException when it is refused
   */
  @Nullable ReactiveLogin begin(String url, Targets targets, @Nullable String user)
      throws SQLException;

  /**
   * Refuses a login, unless it is none of ours. The parameters are as for {@link #begin}.
   *
   * @throws SQLException the refusal, or another exception where it is refused for another reason
   */
  default void refuse(String url, Targets targets, @Nullable String user, SQLException refusal)
      throws SQLException {
    ReactiveLogin login = begin(url, targets, user);
    if (login != null) {
      throw login.refused(refusal);
    }
  }
}
