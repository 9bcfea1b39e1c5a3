// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leasehold.testbed.sql.Login;
import dev.leasehold.testbed.sql.Sql;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandInTest {
  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final Login LOGIN = new Login("somebody", "a password");

  @Test
  void showsWhatPostgresqlsDriverLogsInWith() {
    try (StandIn server = StandIn.postgresql(LOOPBACK)) {
      SQLException refusal = connect(server, new org.postgresql.Driver(), "postgresql");
      assertThat(refusal.getMessage()).contains("this is a stand-in");
      assertThat(refusal.getSQLState()).isEqualTo("28P01");
      assertThat(server.logins()).containsExactly(LOGIN);
      assertThat(server.hasReceived(LOGIN.password())).isTrue();
    }
  }

  @Test
  void showsWhatMariaDbsDriverLogsInWith() {
    try (StandIn server = StandIn.mysql(LOOPBACK)) {
      SQLException refusal = connect(server, new org.mariadb.jdbc.Driver(), "mariadb");
      assertThat(refusal.getMessage()).contains("this is a stand-in");
      assertThat(refusal.getErrorCode()).isEqualTo(1045);
      assertThat(server.logins()).containsExactly(server.sent(LOGIN));
      assertThat(server.sent(LOGIN)).isNotEqualTo(server.sent(new Login("somebody", "else")));
      assertThat(server.hasReceived(LOGIN.user())).isTrue();
      assertThat(server.hasReceived(LOGIN.password())).isFalse();
    }
  }

  @Test
  void keepsWhatAClientSendsThatGoesBeforeItsLogin() throws IOException {
    try (StandIn server = StandIn.sqlServer(LOOPBACK)) {
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        client.getOutputStream().write("v-role".getBytes(StandardCharsets.UTF_16LE));
        client.shutdownOutput();
        assertThat(client.getInputStream().read()).isNegative();
      }
      assertThat(server.hasReceived("v-role")).isTrue();
      assertThat(server.logins()).isEmpty();
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  private static SQLException connect(StandIn server, Driver driver, String subprotocol) {
    String url = "jdbc:" + subprotocol + "://127.0.0.1:" + server.port() + "/app";
    return catchThrowableOfType(
        SQLException.class, () -> Sql.connect(driver, url, LOGIN, Map.of()));
  }
}
