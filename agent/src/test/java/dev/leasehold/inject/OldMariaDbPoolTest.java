// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pool inside MariaDB Connector/J 2, which is refused before it connects: no server is needed.
 */
class OldMariaDbPoolTest {

  @ParameterizedTest
  @ValueSource(strings = {"mariadb-java-client-2.7.0", "mariadb-java-client-2.7.13"})
  void isRefusedAndNotGivenTheConfiguredPassword(String library) throws Exception {
    try (Deployment deployment =
            new Deployment(
                Roles.ofNobody(), Deployment.LONG, (url, targets, user) -> "app".equals(user));
        LibraryLoader application = new LibraryLoader(library, "slf4j-api-1.7.36")) {
      Object source = application.make("org.mariadb.jdbc.MariaDbPoolDataSource");
      source
          .getClass()
          .getMethod("setUrl", String.class)
          .invoke(source, "jdbc:mariadb://127.0.0.1:1/app");
      source.getClass().getMethod("setUser", String.class).invoke(source, "app");
      assertThatThrownBy(((DataSource) source)::getConnection)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("MariaDbPoolDataSource of MariaDB Connector/J 2 cannot");
      assertThat(deployment.openOf(1)).isZero();
    }
  }
}
