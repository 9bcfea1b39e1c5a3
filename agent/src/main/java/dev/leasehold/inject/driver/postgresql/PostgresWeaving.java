package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.inject.weave.Site;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Arrays;
import java.util.List;

/**
 * The classes of pgjdbc that are woven. All of the methods were found with javap in 42.2.0,
 * 42.2.29, 42.3.10, 42.5.6, 42.6.2 and 42.7.14, but for {@code internalExecuteBatch}, which 42.2.0
 * lacks.
 */
public final class PostgresWeaving {

  private PostgresWeaving() {}

  /** Returns the classes and which calls go into them. */
  public static List<WovenClass> classes() {
    return Arrays.asList(
        new WovenClass("org/postgresql/Driver", Site.connect()),
        new WovenClass(
            "org/postgresql/jdbc/PgConnection",
            Site.validity("isValid(I)Z"),
            Site.failures("checkClosed()V", "executeTransactionCommand")),
        new WovenClass(
            "org/postgresql/jdbc/PgStatement",
            Site.failuresOf(
                "connection",
                "checkClosed()V",
                "executeInternal",
                "internalExecuteBatch",
                "executeBatch()[I")),
        new WovenClass(
            "org/postgresql/jdbc/PgResultSet", Site.failuresOf("connection", "next()Z")));
  }
}
