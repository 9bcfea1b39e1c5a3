// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import com.atomikos.datasource.RecoverableResource;
import com.atomikos.datasource.xa.XATransactionalResource;
import com.atomikos.icatch.config.Configuration;
import com.atomikos.icatch.jta.UserTransactionManager;
import com.atomikos.jdbc.AtomikosDataSourceBean;
import java.io.File;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.transaction.SystemException;
import org.postgresql.xa.PGXADataSource;

/** Atomikos' pools over the driver's data source for two phases, and its transactions over both. */
final class AtomikosTwoPhase implements ConnectionSource {

  private final UserTransactionManager manager = new UserTransactionManager();
  private final AtomikosDataSourceBean debits;
  private final AtomikosDataSourceBean credits;

  AtomikosTwoPhase(Options options) throws SystemException {
    System.setProperty("com.atomikos.icatch.throw_on_heuristic", "true");
    debits = pool("debits", options);
    credits = pool("credits", options);
    manager.init();
  }

  private static AtomikosDataSourceBean pool(String name, Options options) {
    PGXADataSource driver = new PGXADataSource();
    driver.setUrl(options.text("url"));
    driver.setUser(options.text("user"));
    driver.setPassword(options.text("password"));
    AtomikosDataSourceBean pool = new AtomikosDataSourceBean();
    pool.setUniqueResourceName(name);
    pool.setXaDataSource(driver);
    pool.setPoolSize(options.number("pool-size"));
    return pool;
  }

  @Override
  public Connection connection() throws SQLException {
    Connection debit = debits.getConnection();
    try {
      Connection credit = credits.getConnection();
      openForRecovery();
      return TwoPhaseConnection.of(manager, debit, credit);
    } catch (SQLException refused) {
      debit.close();
      throw refused;
    }
  }

  /** Without this the transaction manager opens its own connections within ten seconds. */
  private static void openForRecovery() {
    for (RecoverableResource each : Configuration.getResources()) {
      ((XATransactionalResource) each).getXAResource();
    }
  }

  @Override
  public void close() {
    debits.close();
    credits.close();
    manager.close();
    File[] logs = new File(".").listFiles((directory, name) -> name.startsWith("tmlog"));
    for (File each : Objects.requireNonNull(logs)) {
      each.deleteOnExit();
    }
  }
}
