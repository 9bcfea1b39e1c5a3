// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import javax.resource.ResourceException;
import javax.resource.spi.TransactionSupport.TransactionSupportLevel;
import javax.sql.DataSource;
import org.jboss.jca.adapters.jdbc.JDBCResourceAdapter;
import org.jboss.jca.adapters.jdbc.local.LocalManagedConnectionFactory;
import org.jboss.jca.common.api.metadata.common.FlushStrategy;
import org.jboss.jca.core.api.connectionmanager.pool.PoolConfiguration;
import org.jboss.jca.core.connectionmanager.ConnectionManagerFactory;
import org.jboss.jca.core.connectionmanager.pool.api.Pool;
import org.jboss.jca.core.connectionmanager.pool.api.PoolFactory;
import org.jboss.jca.core.connectionmanager.pool.api.PoolStrategy;
import org.jboss.jca.core.connectionmanager.pool.mcp.ManagedConnectionPoolFactory;

/** The pool of JBoss and WildFly, as they make it of a data source that names no checker. */
class IronJacamar extends DataSourceConnections<DataSource> {

  private final Pool pool;

  IronJacamar(Options options) throws ResourceException {
    this(factory(options), configuration(options));
  }

  IronJacamar(LocalManagedConnectionFactory factory, PoolConfiguration configuration)
      throws ResourceException {
    this(
        factory,
        new PoolFactory()
            .create(
                PoolStrategy.ONE_POOL,
                factory,
                configuration,
                false,
                true,
                ManagedConnectionPoolFactory.DEFAULT_IMPLEMENTATION));
  }

  private IronJacamar(LocalManagedConnectionFactory factory, Pool pool) throws ResourceException {
    super(
        (DataSource)
            factory.createConnectionFactory(
                new ConnectionManagerFactory()
                    .createNonTransactional(
                        TransactionSupportLevel.NoTransaction,
                        pool,
                        null,
                        null,
                        false,
                        null,
                        true,
                        false,
                        false,
                        false,
                        FlushStrategy.FAILING_CONNECTION_ONLY,
                        null,
                        null)));
    this.pool = pool;
  }

  static LocalManagedConnectionFactory factory(Options options) throws ResourceException {
    LocalManagedConnectionFactory factory = new LocalManagedConnectionFactory();
    factory.setResourceAdapter(new JDBCResourceAdapter());
    factory.setDriverClass("org.postgresql.Driver");
    factory.setConnectionURL(options.text("url"));
    factory.setUserName(options.text("user"));
    factory.setPassword(options.text("password"));
    return factory;
  }

  static PoolConfiguration configuration(Options options) {
    PoolConfiguration configuration = new PoolConfiguration();
    configuration.setMaxSize(options.number("pool-size"));
    return configuration;
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
