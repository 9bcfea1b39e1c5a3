// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts are from the proxies' sources and guides; see {@link PoolerRejection}. */
class PoolerRejectionTest {

  @ParameterizedTest
  @CsvSource({
    "08P01, FATAL: no such user",
    "08P01, FATAL: no such user: v-jwt-orders",
    "08P01, FATAL: SASL authentication failed",
    "08P01, FATAL: password authentication failed",
    "08P01, ERROR: Auth failed",
    "08P01, ERROR: auth failed",
    "08P01, 'FATAL: server login has been failing, cached error: password authentication failed for"
        + " user \"v-jwt\" (server_login_retry)'",
    "XX000, FATAL: md5 authentication failed",
    "XX000, FATAL: clear text password authentication failed",
    "08006, FATAL: backend authentication failed",
    "XX000, ERROR: failed to authenticate with backend using SCRAM  Detail: valid password not found",
    "XX000, 'FATAL: \"MD5\" authentication with pgpool failed for user \"v-jwt\"'",
    "XX000, 'ERROR: authentication with pgpool failed for user \"v-jwt\" rejected'",
    ", This RDS proxy has no credentials for the role v-jwt. Check the credentials for this role",
    "57000, FATAL: The password that was provided for the role v-jwt is wrong.",
    "28P01, This RDS proxy has no credentials for the role v-jwt. Check the credentials for this role",
    "08P01, The password that was provided for the role v-jwt is wrong."
  })
  void isARejection(String state, String message) {
    assertThat(new PostgresDialect().isRejection(new SQLException(message, state))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "08P01, FATAL: no such database: app",
    "42501, ERROR: auth failed",
    "08P01, FATAL: no more connections allowed (max_client_conn)",
    "08P01, FATAL: pgbouncer is shutting down",
    "08P01, FATAL: certificate authentication failed",
    "08001, Connection to 127.0.0.1:5432 refused",
    "08006, An I/O error occurred while sending to the backend.",
    "57P03, FATAL: the database system is starting up",
    "53300, FATAL: too many connections",
    "42601, ERROR: no such user"
  })
  void isNone(String state, String message) {
    assertThat(new PostgresDialect().isRejection(new SQLException(message, state))).isFalse();
  }
}
