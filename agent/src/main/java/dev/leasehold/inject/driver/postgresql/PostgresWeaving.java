package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.inject.ConnectAdvice;
import dev.leasehold.inject.Site;
import dev.leasehold.inject.ValidityAdvice;
import dev.leasehold.inject.WovenClass;
import java.util.Arrays;
import java.util.List;

/**
 * The classes of pgjdbc that are woven. All of the methods were found with javap in 42.2.0,
 * 42.2.29, 42.3.10, 42.5.6, 42.6.2 and 42.7.14, but for {@code internalExecuteBatch}, which 42.2.0
 * lacks.
 */
public final class PostgresWeaving {

  private PostgresWeaving() {}

  /** Returns the classes and where advice goes into them. */
  public static List<WovenClass> classes() {
    return Arrays.asList(
        new WovenClass(
            "org/postgresql/Driver",
            new Site(
                ConnectAdvice.class,
                "connect(Ljava/lang/String;Ljava/util/Properties;)Ljava/sql/Connection;")),
        new WovenClass(
            "org/postgresql/jdbc/PgConnection",
            new Site(ValidityAdvice.class, "isValid(I)Z"),
            new Site(ConnectionFailureAdvice.class, "checkClosed()V", "executeTransactionCommand")),
        new WovenClass(
            "org/postgresql/jdbc/PgStatement",
            new Site(
                StatementFailureAdvice.class,
                "checkClosed()V",
                "executeInternal",
                "internalExecuteBatch",
                "executeBatch()[I")),
        new WovenClass(
            "org/postgresql/jdbc/PgResultSet", new Site(StatementFailureAdvice.class, "next()Z")));
  }
}
