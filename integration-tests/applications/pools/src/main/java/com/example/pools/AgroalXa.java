// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.sql.SQLException;
import org.postgresql.xa.PGXADataSource;

/** Agroal over the driver's connections for distributed transactions. */
final class AgroalXa extends Agroal {

  AgroalXa(Options options) throws SQLException {
    super(options, factory -> factory.connectionProviderClass(PGXADataSource.class));
  }
}
