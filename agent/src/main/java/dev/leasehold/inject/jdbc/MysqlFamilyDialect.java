// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

import dev.leasehold.collection.FixedSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The common part of the dialects of MySQL's and MariaDB's drivers. The servers' SQLStates say
 * little, so their codes are looked at: "Server Error Message Reference" in MySQL's manual, "Error
 * Codes" in MariaDB's.
 */
public abstract class MysqlFamilyDialect implements DriverDialect {

  /**
   * Access denied, with a password or without. The account locked, in MySQL and in MariaDB. Blocked
   * after failed logins, in MySQL from 8.0.19 on and in MariaDB from 10.4.2 on. The password
   * expired, with the session refused or not.
   */
  private static final Set<Integer> REJECTIONS =
      FixedSet.of(1045, 1698, 3118, 4151, 3955, 4150, 1862, 1820);

  /** Denied: a database, a table, a column, a routine, a privilege; the password has expired. */
  private static final Set<Integer> SUSPICIOUS = FixedSet.of(1044, 1142, 1143, 1370, 1227, 1820);

  /**
   * The connection was killed, of MariaDB; the server stops. Most sessions that are killed end
   * without a word, as after a fault of the network. An interrupted statement (1317) leaves its
   * session as it was.
   */
  private static final Set<Integer> SESSION_ENDS = FixedSet.of(1927, 1053);

  /** Denied: a table, a column, a routine, a privilege. */
  private static final Set<Integer> PRIVILEGE_FAILURES = FixedSet.of(1142, 1143, 1370, 1227);

  /** The role is not granted, or does not exist: of MySQL, of MariaDB. */
  private static final Set<Integer> ROLE_REFUSALS = FixedSet.of(3530, 1959);

  @Override
  public final boolean isRejection(SQLException failure) {
    return REJECTIONS.contains(failure.getErrorCode());
  }

  @Override
  public final boolean isSuspicious(SQLException failure) {
    return SUSPICIOUS.contains(failure.getErrorCode()) || isSessionEnd(failure);
  }

  @Override
  public final boolean isSessionEnd(SQLException failure) {
    return SESSION_ENDS.contains(failure.getErrorCode());
  }

  @Override
  public final @Nullable RoleGap gap(SQLException failure) {
    return PRIVILEGE_FAILURES.contains(failure.getErrorCode()) ? RoleGap.PRIVILEGE : null;
  }

  /** Tables have no owner. */
  @Override
  public final String neededToCreateTables() {
    return "a role in Vault that grants CREATE, ALTER, DROP, INDEX and REFERENCES"
        + " (deploy/mysql/README.md, \"An application that makes its own tables\")";
  }

  @Override
  public final boolean isRoleRefusal(SQLException failure, String role) {
    return ROLE_REFUSALS.contains(failure.getErrorCode());
  }

  @Override
  public final Map<String, String> timeouts(int seconds) {
    Map<String, String> timeouts = new HashMap<>();
    timeouts.put("connectTimeout", Integer.toString(seconds * 1000));
    timeouts.put("socketTimeout", Integer.toString(seconds * 1000));
    return timeouts;
  }
}
