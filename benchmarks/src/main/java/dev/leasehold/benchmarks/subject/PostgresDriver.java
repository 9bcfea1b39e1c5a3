// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import java.sql.Driver;

/** The idle driver under the name that agents know. */
public final class PostgresDriver {

  private static final String NAME = "org.postgresql.Driver";

  private PostgresDriver() {}

  /** Returns an idle driver whose class is called {@code org.postgresql.Driver}. */
  public static Driver load() {
    try {
      return (Driver) RenamedClass.of(IdleDriver.class, NAME).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
