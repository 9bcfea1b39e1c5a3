// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static dev.leasehold.inject.PatternSettings.isBindings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.jdbc.ReplacedArguments;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Secret;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AWS's driver for MySQL, a fork of Connector/J's, up to its login. */
class AwsMysqlDriverTest {

  private static final String PLUGINS =
      "software.aws.rds.jdbc.mysql.shading.com.mysql.cj.jdbc.ha.plugins.";

  private static final String LIBRARY = "aws-mysql-jdbc-1.1.15";

  @Test
  void sendsTheCredentialAndItsSuccessorWhenItIsRefused() throws Exception {
    try (LoginListener server = LoginListener.refusing("v-test-1-", new HandshakeProtocol());
        Deployment deployment =
            new Deployment(
                Roles.ofNobody(), Deployment.LONG, (url, targets, user) -> "app".equals(user));
        DriverUnderTest driver = new DriverUnderTest(LIBRARY)) {
      String url = "jdbc:mysql:aws://127.0.0.1:" + server.port() + "/orders";
      assertThatThrownBy(() -> driver.connect(url, login())).isInstanceOf(SQLException.class);
      assertThat(server.users()).isNotEmpty().allMatch(user -> user.startsWith("v-test-"));
      assertThat(server.users()).anyMatch(user -> user.startsWith("v-test-2-"));
      assertThat(deployment.source.fetched()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "?enableClusterAwareFailover=true, enableClusterAwareFailover",
    "?enableClusterAwareFailover=false, ''",
    "?enableClusterAwareFailover=No, ''",
    "?enableClusterAwareFailover=false&clusterInstanceHostPattern=?.evil, ''",
    "?enableClusterAwareFailover=true&clusterInstanceHostPattern=?.evil,"
        + " 'clusterInstanceHostPattern, enableClusterAwareFailover'",
    "?clusterInstanceHostPattern=?.evil, clusterInstanceHostPattern",
    "?useAwsIam=true, useAwsIam",
    "?useAwsIam=no, ''",
    "?connectionPluginFactories=com.example.F, connectionPluginFactories",
    "?connectionPluginFactories="
        + PLUGINS
        + "ReaderClusterConnectionPluginFactory, connectionPluginFactories",
    "?connectionPluginFactories="
        + PLUGINS
        + "AWSSecretsManagerPluginFactory, connectionPluginFactories",
    "?enableClusterAwareFailover=false&clusterInstanceHostPattern=?.evil&connectionPluginFactories="
        + PLUGINS
        + "ReaderClusterConnectionPluginFactory, 'clusterInstanceHostPattern, connectionPluginFactories'",
    "'?connectionPluginFactories="
        + PLUGINS
        + "failover.FailoverConnectionPluginFactory,"
        + PLUGINS
        + "NodeMonitoringConnectionPluginFactory', ''",
    "?connectionPluginFactories=evil.NodeMonitoringConnectionPluginFactory, connectionPluginFactories",
    "?monitoring-socksProxyHost=evil, monitoring-socksProxyHost",
    "?monitoring-socketFactory=com.example.F, monitoring-socketFactory",
    "?monitoring-connectTimeout=3, ''",
    "?clusterInstanceHostPattern=false, clusterInstanceHostPattern",
    "'', ''"
  })
  void knowsAClusterThatSaysWhereToLogIn(String query, String detours) throws Exception {
    ConnectionRequest request = request("jdbc:mysql:aws://db/orders" + query);
    assertThat(request.targets().detourNames()).isEqualTo(detours);
    if (detours.isEmpty()) {
      assertThat(isBindings("jdbc:mysql:aws://db/orders", request)).isTrue();
    }
  }

  @Test
  void doesNotFailOverByItself() throws Exception {
    Credential credential = new Credential("v-test-1", Secret.of("secret"));
    ReplacedArguments replaced =
        request("jdbc:mysql:aws://db/orders")
            .with(credential, new SessionStart(null, "pod"), "0123abcd");
    assertThat((Properties) replaced.second())
        .containsEntry("enableClusterAwareFailover", "false")
        .containsEntry("useAwsIam", "false");
  }

  private static ConnectionRequest request(String url) throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest(LIBRARY)) {
      return Objects.requireNonNull(driver.request(url, login()));
    }
  }

  private static Properties login() {
    Properties info = new Properties();
    info.setProperty("user", "app");
    info.setProperty("password", "static");
    return info;
  }
}
