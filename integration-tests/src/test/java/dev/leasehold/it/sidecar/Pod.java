// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.sidecar;

/**
 * The programs of a sample while they run.
 *
 * @param application the program under load
 * @param signalled the process that the sidecar signals
 * @param besides the programs beside the application
 */
record Pod(OrdersProgram application, long signalled, AutoCloseable besides)
    implements AutoCloseable {

  /** Returns a pod of an application alone. */
  static Pod of(OrdersProgram application) {
    return new Pod(application, application.pid(), () -> {});
  }

  @Override
  public void close() throws Exception {
    try (besides) {
      application.close();
    }
  }
}
