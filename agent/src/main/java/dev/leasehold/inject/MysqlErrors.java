package dev.leasehold.inject;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * What the errors of MySQL and MariaDB mean. Their SQLStates say little, so the codes are looked
 * at: "Server Error Message Reference" in MySQL's manual, "Error Codes" in MariaDB's.
 */
public final class MysqlErrors {

  /**
   * Access denied, with a password or without; the account locked, in MySQL and in MariaDB; the
   * password expired, with the session refused or not.
   */
  private static final Set<Integer> REJECTIONS = codes(1045, 1698, 3118, 4151, 1862, 1820);

  /** Denied: a database, a table, a column, a routine, a privilege; the password has expired. */
  private static final Set<Integer> SUSPICIOUS = codes(1044, 1142, 1143, 1370, 1227, 1820);

  /** The role is not granted, or does not exist: of MySQL, of MariaDB. */
  private static final Set<Integer> ROLE_REFUSALS = codes(3530, 1959);

  private MysqlErrors() {}

  /** Returns whether the server refuses the credential. */
  public static boolean isRejection(SQLException failure) {
    return REJECTIONS.contains(failure.getErrorCode());
  }

  /** Returns whether it is what a dropped user would cause. */
  public static boolean isSuspicious(SQLException failure) {
    return SUSPICIOUS.contains(failure.getErrorCode());
  }

  /** Returns whether the server does not let the user take on a role. */
  public static boolean isRoleRefusal(SQLException failure) {
    return ROLE_REFUSALS.contains(failure.getErrorCode());
  }

  private static Set<Integer> codes(Integer... codes) {
    return Collections.unmodifiableSet(new HashSet<>(Arrays.asList(codes)));
  }
}
