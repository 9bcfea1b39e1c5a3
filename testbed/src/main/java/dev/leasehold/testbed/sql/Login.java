// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.sql;

/**
 * A user and a password.
 *
 * @param user the role's name
 * @param password its password in clear text; {@link #toString} masks it
 */
public record Login(String user, String password) {
  @Override
  public String toString() {
    return "Login[" + user + ", ***]";
  }
}
