// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The sources that the application has open, a source of each kind that {@code --source} names with
 * a comma between. Connections come from each in turn.
 */
final class Turns implements ConnectionSource {

  private final Options options;
  private final String[] names;
  private final List<ConnectionSource> open = new CopyOnWriteArrayList<>();
  private final AtomicInteger next = new AtomicInteger();

  Turns(Options options) throws Exception {
    this.options = options;
    this.names = options.text("source").split(",", -1);
    for (String name : names) {
      open.add(ConnectionSource.open(options, name));
    }
  }

  /** Opens one more of the first. */
  void openAnother() throws Exception {
    open.add(ConnectionSource.open(options, names[0]));
  }

  /** Closes the source that was opened last. */
  void closeLast() throws Exception {
    open.remove(open.size() - 1).close();
  }

  @Override
  public Connection connection() throws SQLException {
    int turn = next.getAndIncrement() & Integer.MAX_VALUE;
    ConnectionSource[] sources = open.toArray(new ConnectionSource[0]);
    return sources[turn % sources.length].connection();
  }

  @Override
  public void close() throws Exception {
    for (ConnectionSource source : open) {
      source.close();
    }
  }
}
