// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.inject.url.JdbcTargets;
import dev.leasehold.target.Targets;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs of drivers that nobody knows. */
class JdbcDialectTest {

  private final JdbcDialect dialect = new JdbcDialect();

  @ParameterizedTest
  @CsvSource({
    "jdbc:ch://app:S3cret@ch/db, jdbc:ch://ch/db, app",
    "jdbc:ch://app:S3c%40ret@ch:8123/db?user=x&a=b, jdbc:ch://ch:8123/db?a=b, x",
    "jdbc:ch://app@ch, jdbc:ch://ch, app",
    "jdbc:ch://app:S3@c;r&et@ch/db, jdbc:ch://ch/db, app",
    "jdbc:ch://app:S3cret==@[::1]:8123/db, jdbc:ch://[::1]:8123/db, app",
    "'jdbc:ch://app:S3,cret@ch,ci:1/db', 'jdbc:ch://ch,ci:1/db', app",
    "'jdbc:ch://a:S@ch:1,b:T@ci:1/db', 'jdbc:ch://ch:1,ci:1/db', a",
    "jdbc:ch://ch/d@b?mail=a@b, jdbc:ch://ch/d@b?mail=a@b,",
    "'jdbc:ch://(https://app:S3cret@ch:1),(https://a:S@ci:1)/db?a=b', 'jdbc:ch://(https://ch:1),(https://ci:1)/db?a=b',",
    "jdbc:ch://https://app:S3cret@ch/db, jdbc:ch://https://ch/db,",
    "jdbc:ignite:cfg://cache=c:local=true@file:///c.xml, jdbc:ignite:cfg://cache=c:local=true@file:///c.xml,",
    "jdbc:ch://ch;mail=a@b;password=S3cret;c=d, jdbc:ch://ch;mail=a@b;c=d,",
    "jdbc:ch:/a//b@c, jdbc:ch:/a//b@c,",
    "jdbc:ch:/a@b/c?url=http://u:p@h, jdbc:ch:/a@b/c?url=http://u:p@h,",
    "jdbc:db2://h:50000/DB:user=app;password=S3cret;, jdbc:db2://h:50000/DB, app",
    "jdbc:db2://h/DB:password=S3cret;a=b;user=app;, jdbc:db2://h/DB:a=b;, app",
    "jdbc:db2://h/DB:a=b;password=S3cret;c=d;, jdbc:db2://h/DB:a=b;c=d;,",
    "jdbc:ifx://h:1533:user=app;password=S3cret, jdbc:ifx://h:1533, app",
    "jdbc:crm:User=app;Password=S3cret;, jdbc:crm:, app",
    "jdbc:crm:User=app;Password=S3cret;a=b, jdbc:crm:a=b, app",
    "jdbc:h2:mem:a;USER=app;PASSWORD=S3cret;a=b, jdbc:h2:mem:a;a=b, app"
  })
  void hasNoLoginLeftIn(String url, String without, @Nullable String user) {
    assertThat(dialect.withoutCredentials(url)).isEqualTo(without);
    assertThat(dialect.user(url, null)).isEqualTo(user);
    assertThat(dialect.user(url, "beside")).isEqualTo("beside");
  }

  @ParameterizedTest
  @CsvSource({"user, a", "UID, a", "userName, a", "USERID, a", "password, "})
  void readsTheUserOfPropertiesByItsOtherNames(String name, @Nullable String user) {
    Properties info = new Properties();
    info.setProperty(name, "a");
    assertThat(dialect.userIn(info)).isEqualTo(user);
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:x://h/d?failover=false&proxyHost=&loadBalance=off&loadBalanceHosts=false, ''",
    "jdbc:x://h/d?failover=true, failover",
    "jdbc:x://h/d?proxyHost=none, proxyHost",
    "jdbc:x://h/d?useProxy=no&enableFailover=off&proxyEnabled=0&use_socks=none&redirect=0, ''",
    "jdbc:x://h/d?useProxy=yes, useProxy",
    "jdbc:x://h/d?userProxy=no, userProxy",
    "jdbc:x://h/d?clientRerouteAlternateServerName=no, clientRerouteAlternateServerName",
    "jdbc:x://h/d?localSocket=off&propertiesFile=0, 'localSocket, propertiesFile'",
    "jdbc:x://h/d?unixsocket=/tmp/s, unixsocket",
    "'jdbc:x://h/d?domainSocket=/s&socketPath=/s&socket=/s&socketTimeout=5', 'domainSocket, socket, socketPath'",
    "jdbc:x://h/d?sslfactory=dev.leasehold.inject.jdbc.Own, ''",
    "jdbc:x://h/d?sslfactory=dev.leasehold.evil.F, sslfactory",
    "jdbc:x://h/d?sslfactory=dev.leasehold.inject.jdbc.Own&sslfactory=evil.F, sslfactory",
    "'jdbc:x://h/d?interceptors=dev.leasehold.inject.jdbc.Own,evil.I', interceptors",
    "jdbc:x://h/d?proxyHost=false, proxyHost",
    "jdbc:x://h/d?failoverPartner=0, failoverPartner",
    "jdbc:x://h/d?failoverPartner=none&serverName=false, 'failoverPartner, serverName'",
    "jdbc:x://h/d?load_balancing_policy=random, load_balancing_policy",
    "jdbc:x://h/d?BackupServerNode=evil, BackupServerNode",
    "jdbc:x://h/d?IFXHOST_SECONDARY=evil&PORTNO_SECONDARY=1, 'IFXHOST_SECONDARY, PORTNO_SECONDARY'",
    "jdbc:x://h/d?SECONDARY_SERVER_HOSTPORT=evil:1, SECONDARY_SERVER_HOSTPORT",
    "jdbc:x://h/d;serviceDiscoveryMode=zooKeeper, serviceDiscoveryMode",
    "jdbc:x://h/d:enableSysplexWLB=true;, enableSysplexWLB",
    "jdbc:x://h/d:clientRerouteServerListJNDIName=no;, clientRerouteServerListJNDIName",
    "jdbc:x://h/d:host=evil;a=b, host",
    "jdbc:x://h:1:host=evil;a=b, host",
    "jdbc:db2://db:50000/orders:clientRerouteAlternateServerName=evil;, clientRerouteAlternateServerName",
    "jdbc:x://h/d;IniFile=/evil, IniFile"
  })
  void knowsAParameterThatLeadsNowhere(String url, String detours) {
    Targets targets = JdbcTargets.of(url, new Properties(), JdbcDialectTest.class);
    assertThat(targets.detourNames()).isEqualTo(detours);
  }

  @Test
  void countsEachValueOfAParameterThatLeadsElsewhere() {
    Properties info = new Properties();
    info.setProperty("proxyHost", "good");
    Targets targets =
        JdbcTargets.of("jdbc:x://h/d?proxyHost=evil&proxyHost=good", info, JdbcDialectTest.class);
    assertThat(targets.detours()).isEqualTo(Map.of("proxyHost", "good, evil, good"));
  }

  /** Nobody knows which of two a driver takes, or whether it decodes percent signs. */
  @ParameterizedTest
  @CsvSource({
    "jdbc:x://h/d?tls=on, '', on",
    "jdbc:x://h/d?TLS=on&a=b, '', on",
    "jdbc:x://h/d:tls=on;a=b, '', on",
    "jdbc:x://h/d:tls=on;tls=off, '',",
    "jdbc:x://h/d, on, on",
    "jdbc:x://h/d?tls=on, on, on",
    "jdbc:x://h/d?tls=on, off,",
    "jdbc:x://h/d?tls=on&Tls=off, '',",
    "jdbc:x://h/d?tls=o%6e, '',",
    "jdbc:x://h/d?tls=on&t%6cs=off, '',",
    "jdbc:x://h/d?a=tls=on, '',"
  })
  void goesByAParameterOfWhichAllSayTheSame(String url, String beside, @Nullable String value) {
    Properties info = new Properties();
    if (!beside.isEmpty()) {
      info.setProperty("tls", beside);
    }
    Targets targets = JdbcTargets.of(url, info, JdbcDialectTest.class);
    assertThat(targets.parameters().get("tls")).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:db2://db:50000/orders:a=b;, db:50000/orders",
    "jdbc:db2://db:50000/orders:, db:50000/orders",
    "jdbc:ifx://db:1533:a=b, db:1533"
  })
  void readsTheHostBeforeAFirstParameterThatFollowsAColon(String url, String targets) {
    Targets read = JdbcTargets.of(url, new Properties(), JdbcDialectTest.class);
    assertThat(read.isReadable()).isTrue();
    assertThat(read).hasToString(targets);
  }

  /** The driver may find a parameter where there is none to our eyes. */
  @ParameterizedTest
  @ValueSource(strings = {"jdbc:x://db/orders: host=evil;", "jdbc:x://db/or:64ers"})
  void doesNotCutOffWhatMayBeAParameterOrThatOfAName(String url) {
    Targets read = JdbcTargets.of(url, new Properties(), JdbcDialectTest.class);
    assertThat(read.isReadable()).isFalse();
  }

  @Test
  void takesNoParametersForADatabase() {
    JdbcDialect plain = new JdbcDialect();
    String url = "jdbc:teradata://srv/USER=app,PASSWORD=S3cret";
    Targets targets = JdbcTargets.of(url, new Properties(), JdbcDialectTest.class);
    assertThat(targets.isReadable()).isFalse();
    assertThat(targets.toString()).contains("srv").doesNotContain("S3cret");
    assertThat(plain.withoutCredentials("jdbc:x://h/d;UID=app;PWD=S3cret;a=b"))
        .isEqualTo("jdbc:x://h/d;a=b");
    assertThat(plain.user("jdbc:x://h/d;UID=app;PWD=S3cret", null)).isEqualTo("app");
  }
}
