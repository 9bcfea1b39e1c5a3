// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.postgresql;

/**
 * The major versions of PostgreSQL in the test bed: the oldest and the newest that Leasehold is
 * tested with.
 */
public enum PostgresVersion {
  V15("15"),
  V18("18");

  private final String major;

  PostgresVersion(String major) {
    this.major = major;
  }

  /** The major version, as in the names of the archives. */
  public String major() {
    return major;
  }
}
