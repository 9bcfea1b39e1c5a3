// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.lang.ref.Reference;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Many open connections to nothing. Arguments: how many, and seconds to watch them for. */
public final class Crowd {

  private static final String LEDGER = "leasehold-ledger";
  private static final int COLLECTIONS = 3;
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private Crowd() {}

  /**
   * Prints three numbers. The first is the bytes of heap that the connections take. The second is
   * the nanoseconds of processor time that the ledger's thread takes in a second (0 without such a
   * thread). The third is the most microseconds by which another thread ran late.
   */
  public static void main(String[] arguments) throws SQLException, InterruptedException {
    Driver driver = PostgresDriver.load();
    IdleExecutors executors = new IdleExecutors();
    Connection[] crowd = new Connection[Integer.parseInt(arguments[0])];
    Object[] begun = new Object[crowd.length];
    int seconds = Integer.parseInt(arguments[1]);
    crowd[0] = open(driver);
    begun[0] = executors.begin();
    TimeUnit.SECONDS.sleep(1);
    long before = heap();
    for (int i = 1; i < crowd.length; i++) {
      crowd[i] = open(driver);
      begun[i] = executors.begin();
    }
    long bytes = heap() - before;
    long start = ledgerNanos();
    long late = latestMicros(seconds);
    System.out.println(bytes + " " + (ledgerNanos() - start) / seconds + " " + late);
    Reference.reachabilityFence(crowd);
    Reference.reachabilityFence(begun);
    Runtime.getRuntime().halt(0);
  }

  /** A stop of the application's threads stops this thread, too, which has nothing to do. */
  private static long latestMicros(int seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long due = System.nanoTime();
    long latest = 0;
    while (due < end) {
      due = Math.max(due + TICK_NANOS, System.nanoTime());
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      latest = Math.max(latest, System.nanoTime() - due);
    }
    return TimeUnit.NANOSECONDS.toMicros(latest);
  }

  private static Connection open(Driver driver) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", "orders_app");
    login.setProperty("password", "static-password");
    return driver.connect("jdbc:postgresql://127.0.0.1:5432/app", login);
  }

  private static long heap() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long ledgerNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().equals(LEDGER)) {
        return threads.getThreadCpuTime(thread.getThreadId());
      }
    }
    return 0;
  }
}
