// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.SQLException;
import java.util.function.UnaryOperator;

class Agroal extends DataSourceConnections<AgroalDataSource> {

  Agroal(Options options) throws SQLException {
    this(options, factory -> factory);
  }

  /** A pool with more to say about how its connections are opened. */
  Agroal(Options options, UnaryOperator<AgroalConnectionFactoryConfigurationSupplier> more)
      throws SQLException {
    super(AgroalDataSource.from(configuration(options, more)));
  }

  private static AgroalDataSourceConfigurationSupplier configuration(
      Options options, UnaryOperator<AgroalConnectionFactoryConfigurationSupplier> more) {
    return new AgroalDataSourceConfigurationSupplier()
        .connectionPoolConfiguration(
            pool ->
                pool.maxSize(options.number("pool-size"))
                    .connectionFactoryConfiguration(
                        factory ->
                            more.apply(
                                factory
                                    .jdbcUrl(options.text("url"))
                                    .principal(new NamePrincipal(options.text("user")))
                                    .credential(new SimplePassword(options.text("password"))))));
  }

  @Override
  public final void close() {
    dataSource.close();
  }
}
