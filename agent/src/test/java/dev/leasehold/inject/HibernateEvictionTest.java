// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.testbed.postgresql.PostgresServer;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pool that Hibernate has of its own, where only a URL is configured. */
class HibernateEvictionTest {

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
  }

  static List<List<String>> versions() {
    return List.of(HibernateConnections.HIBERNATE_5, HibernateConnections.HIBERNATE_6);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void idleConnectionsGoAtOnceAndBorrowedOnesWhenTheyComeBack(List<String> hibernate)
      throws Exception {
    String[] libraries =
        Stream.concat(hibernate.stream(), Stream.of("postgresql-newest")).toArray(String[]::new);
    try (Deployment deployment =
            new Deployment(
                server, Deployment.LONG, (url, targets, user) -> "app_static".equals(user));
        LibraryLoader application = new LibraryLoader(libraries)) {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(application); // It looks for drivers there.
      try {
        DataSource pool =
            HibernateConnections.open(
                application, "org.postgresql.Driver", server.url(), EvictionTrial.SIZE);
        EvictionTrial.run(deployment, pool);
        KnownPool.close(pool);
      } finally {
        thread.setContextClassLoader(before);
      }
    }
  }
}
