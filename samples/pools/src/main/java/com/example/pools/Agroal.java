package com.example.pools;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.SQLException;

final class Agroal extends DataSourceConnections<AgroalDataSource> {

  Agroal(Options options) throws SQLException {
    super(AgroalDataSource.from(configuration(options)));
  }

  private static AgroalDataSourceConfigurationSupplier configuration(Options options) {
    return new AgroalDataSourceConfigurationSupplier()
        .connectionPoolConfiguration(
            pool ->
                pool.maxSize(options.number("pool-size"))
                    .connectionFactoryConfiguration(
                        factory ->
                            factory
                                .jdbcUrl(options.text("url"))
                                .principal(new NamePrincipal(options.text("user")))
                                .credential(new SimplePassword(options.text("password")))));
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
