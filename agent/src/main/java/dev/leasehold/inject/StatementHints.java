// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.RoleGap;
import dev.leasehold.inject.jdbc.SqlFailures;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Explains a failed statement of the application where the role of a lease may be the cause. The
 * role has other privileges and settings than the earlier login. Each explanation is logged once
 * for each binding. Safe for many threads.
 */
public final class StatementHints {

  private final String binding;
  private final @Nullable String role;
  private final Consumer<String> log;

  @GuardedBy("said") private final Set<RoleGap> said = EnumSet.noneOf(RoleGap.class);

  /**
   * Makes the hints of a binding.
   *
   * @param role the role that sessions take on; null for that of the credential
   * @param log takes each hint, as one line
   */
  public StatementHints(String binding, @Nullable String role, Consumer<String> log) {
    this.binding = binding;
    this.role = role;
    this.log = log;
  }

  /** Looks at a failure of a connection that was opened with a lease's role. */
  void failed(DriverDialect dialect, @Nullable Throwable thrown) {
    SQLException failure = SqlFailures.find(thrown, sql -> dialect.gap(sql) != null);
    RoleGap gap = failure == null ? null : dialect.gap(failure);
    if (failure == null || gap == null || !first(gap)) {
      return;
    }
    // No message: that of a failed statement may quote the application's data.
    String what = ": a statement failed (" + SqlFailures.code(failure) + "). ";
    log.accept("binding " + binding + what + hint(gap, dialect));
  }

  private boolean first(RoleGap gap) {
    synchronized (said) {
      return said.add(gap);
    }
  }

  private String hint(RoleGap gap, DriverDialect dialect) {
    if (gap == RoleGap.SEARCH_PATH) {
      return "A table or schema was not found. If the application's earlier login found it, that login"
          + " had settings of its own, such as search_path. The creation statements of the role in"
          + " Vault must give such settings to each new role (deploy/postgresql/README.md, \"The old"
          + " login's objects and settings\"). This is said once";
    }
    if (role != null) {
      return "A privilege is missing: grant it to "
          + role
          + ", which the sessions act as (leasehold.set-role). This is said once";
    }
    String needed = dialect.neededToCreateTables();
    return "A privilege is missing: the role of a lease has the privileges that its creation"
        + " statements in Vault grant"
        + (needed == null ? "" : ". An application that creates its own tables needs " + needed)
        + ". This is said once";
  }
}
