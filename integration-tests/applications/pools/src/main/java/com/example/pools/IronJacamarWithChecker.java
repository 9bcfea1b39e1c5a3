// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import javax.resource.ResourceException;
import org.jboss.jca.adapters.jdbc.extensions.postgres.PostgreSQLValidConnectionChecker;
import org.jboss.jca.adapters.jdbc.local.LocalManagedConnectionFactory;
import org.jboss.jca.core.api.connectionmanager.pool.PoolConfiguration;

/** The same with the checker that it has for PostgreSQL, which executes a query. */
final class IronJacamarWithChecker extends IronJacamar {

  IronJacamarWithChecker(Options options) throws ResourceException {
    super(checking(factory(options)), validating(configuration(options)));
  }

  private static LocalManagedConnectionFactory checking(LocalManagedConnectionFactory factory) {
    factory.setValidConnectionCheckerClassName(PostgreSQLValidConnectionChecker.class.getName());
    return factory;
  }

  private static PoolConfiguration validating(PoolConfiguration configuration) {
    configuration.setValidateOnMatch(true);
    return configuration;
  }
}
