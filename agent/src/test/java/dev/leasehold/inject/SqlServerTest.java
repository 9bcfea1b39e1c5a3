// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** mssql-jdbc up to the login that it sends; there is no server behind it. */
class SqlServerTest {

  @ParameterizedTest
  @ValueSource(strings = {"mssql-jdbc-12.10.2.jre11", "mssql-jdbc-13.6.2.jre11"})
  void sendsTheCredentialAndItsSuccessorWhenItIsRefused(String library) throws Exception {
    try (LoginListener server = LoginListener.refusing("v-test-1-", new TdsProtocol());
        Deployment deployment = orders();
        LibraryLoader application = new LibraryLoader(library)) {
      Driver driver = (Driver) application.make("com.microsoft.sqlserver.jdbc.SQLServerDriver");
      Properties info = new Properties();
      info.setProperty("userName", "somebody");
      info.setProperty("user", "app_static");
      info.setProperty("password", "wrong");
      assertThatThrownBy(() -> driver.connect(url(server) + ";user=x;password={a;b}", info))
          .isInstanceOf(SQLException.class);
      assertThat(server.users()).allMatch(user -> user.startsWith("v-test-"));
      assertThat(server.users().get(0)).startsWith("v-test-1-");
      assertThat(server.users()).anyMatch(user -> user.startsWith("v-test-2-"));
      assertThat(info).containsEntry("user", "app_static");
      assertThat(driver.connect("jdbc:other:thing", info)).isNull();
      assertThat(deployment.source.fetched()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mssql-jdbc-12.10.2.jre11", "mssql-jdbc-13.6.2.jre11"})
  void sendsTheCredentialFromItsDataSourceToo(String library) throws Exception {
    try (LoginListener server = LoginListener.refusing("v-test-1-", new TdsProtocol());
        Deployment deployment = orders();
        LibraryLoader application = new LibraryLoader(library)) {
      Object source = application.make("com.microsoft.sqlserver.jdbc.SQLServerDataSource");
      source.getClass().getMethod("setURL", String.class).invoke(source, url(server));
      source.getClass().getMethod("setUser", String.class).invoke(source, "app_static");
      source.getClass().getMethod("setPassword", String.class).invoke(source, "wrong");
      assertThatThrownBy(((DataSource) source)::getConnection).isInstanceOf(SQLException.class);
      assertThat(server.users()).allMatch(user -> user.startsWith("v-test-"));
      assertThat(server.users().get(0)).startsWith("v-test-1-");
      assertThat(server.users()).anyMatch(user -> user.startsWith("v-test-2-"));
      assertThat(deployment.source.fetched()).isEqualTo(2);
    }
  }

  private static String url(LoginListener server) {
    return "jdbc:sqlserver://127.0.0.1:"
        + server.port()
        + ";encrypt=false;connectRetryCount=0;databaseName=app";
  }

  private static Deployment orders() {
    return new Deployment(
        Roles.ofNobody(), Deployment.LONG, (url, targets, user) -> "app_static".equals(user));
  }
}
