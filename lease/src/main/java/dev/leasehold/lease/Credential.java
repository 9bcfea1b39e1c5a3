// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

import org.jspecify.annotations.Nullable;

/** User and password as one immutable value, so that the two can never be of two generations. */
public final class Credential {

  private final String username;
  private final Secret password;

  /** Makes a credential; the user name is not secret, the password is. */
  public Credential(String username, Secret password) {
    this.username = username;
    this.password = password;
  }

  /** Returns the user name; safe to print. */
  public String username() {
    return username;
  }

  /** Returns the password, masked when printed. */
  public Secret password() {
    return password;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Credential
            && username.equals(((Credential) other).username)
            && password.equals(((Credential) other).password));
  }

  @Override
  public int hashCode() {
    return username.hashCode();
  }

  @Override
  public String toString() {
    return username + ":" + password;
  }
}
