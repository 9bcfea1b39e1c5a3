package dev.leasehold.retire;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that never keep the JVM alive and never lend the application's class loader. */
final class DaemonThreads {

  /** Enough for a few calls to hang in a driver while the others get on. */
  private static final int MAXIMUM = 8;

  private static final long IDLE_SECONDS = 10;

  private DaemonThreads() {}

  static ThreadPoolExecutor executor(String name) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            MAXIMUM,
            MAXIMUM,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> daemon(task, name));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
    return thread;
  }
}
