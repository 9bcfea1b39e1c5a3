// SPDX-License-Identifier: Apache-2.0
package com.example.reactive;

import java.util.concurrent.CompletableFuture;

/**
 * Where the workload gets its connections: one class for each way to open them, so that only the
 * class in use is loaded.
 */
interface Client {

  CompletableFuture<Session> borrow();

  void close();

  /**
   * Opens the client whose class is named by {@code --source}; its constructor takes the options.
   */
  static Client open(Options options) throws ReflectiveOperationException {
    String name = Client.class.getPackage().getName() + '.' + options.text("source");
    return (Client) Class.forName(name).getDeclaredConstructor(Options.class).newInstance(options);
  }
}
