// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.mysql;

import dev.leasehold.inject.url.JdbcTargets;
import dev.leasehold.inject.url.RemainingLogin;
import dev.leasehold.target.Targets;
import java.sql.Driver;
import java.util.Properties;

/** A fork of Connector/J whose parser is not where it was: its URL is read as any other. */
final class TextTargets extends MysqlTargets {

  @Override
  Targets read(Driver driver, String url, Properties info) {
    return JdbcTargets.of(url, info, driver.getClass(), DEFAULT_PORT);
  }

  @Override
  boolean hasOther(String clean, Properties info) {
    return RemainingLogin.of(clean, info, MysqlDialect.CREDENTIAL_PROPERTIES) != null;
  }
}
