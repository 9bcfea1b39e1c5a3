// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

/** Threads that never keep the JVM alive and never lend the application's class loader. */
public final class DaemonThreads {

  private DaemonThreads() {}

  /** Makes a thread; the caller starts it. */
  public static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
    return thread;
  }
}
