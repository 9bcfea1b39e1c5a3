package com.example.pools;

import java.sql.Connection;
import java.sql.SQLException;

/** Where the workload gets its connections. */
interface ConnectionSource {

  Connection connection() throws SQLException;

  void close() throws Exception;
}
