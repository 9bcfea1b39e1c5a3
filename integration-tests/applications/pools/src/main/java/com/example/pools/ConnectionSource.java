// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Where the workload gets its connections: one class for each way to open them, so that only the
 * class in use is loaded.
 */
interface ConnectionSource {

  Connection connection() throws SQLException;

  void close() throws Exception;

  /** Opens the source whose class has this name; its constructor takes the options. */
  static ConnectionSource open(Options options, String name) throws ReflectiveOperationException {
    String type = ConnectionSource.class.getPackage().getName() + '.' + name;
    return (ConnectionSource)
        Class.forName(type).getDeclaredConstructor(Options.class).newInstance(options);
  }
}
