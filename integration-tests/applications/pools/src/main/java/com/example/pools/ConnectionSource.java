// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Where the workload gets its connections: one class for each way to open them, so that only the
 * one in use is loaded.
 */
interface ConnectionSource {

  Connection connection() throws SQLException;

  void close() throws Exception;

  /** Opens the one whose class is named by {@code --source}; its constructor takes the options. */
  static ConnectionSource open(Options options) throws ReflectiveOperationException {
    String name = ConnectionSource.class.getPackage().getName() + '.' + options.text("source");
    return (ConnectionSource)
        Class.forName(name).getDeclaredConstructor(Options.class).newInstance(options);
  }
}
