// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.vault.VaultServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The servers, and the processes that a fault is made to. */
record Scene(Site site, List<Pod> pods) implements AutoCloseable {

  /** Starts a process for each way. */
  static Scene start(Site site, List<Way> ways, Fault.Alone how) {
    return new Scene(site, ways.stream().map(way -> site.start(way, how)).toList());
  }

  /** Returns the same with only the processes that open connections in these ways. */
  Scene of(List<Way> ways) {
    return new Scene(site, pods.stream().filter(pod -> ways.contains(pod.way())).toList());
  }

  VaultServer vault() {
    return site.vault();
  }

  PostgresServer postgres() {
    return site.postgres();
  }

  void each(Consumer<Pod> what) {
    pods.forEach(what);
  }

  /** Does it with all processes at once; fails with the failures of all. */
  void eachAtOnce(Consumer<Pod> what) {
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    List<Thread> threads =
        pods.stream().map(pod -> thread(() -> what.accept(pod), failures)).toList();
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    if (!failures.isEmpty()) {
      AssertionError all = new AssertionError(failures.get(0).getMessage());
      failures.forEach(all::addSuppressed);
      throw all;
    }
  }

  private static Thread thread(Runnable what, List<Throwable> failures) {
    Thread thread =
        new Thread(
            () -> {
              try {
                what.run();
              } catch (RuntimeException | Error e) {
                failures.add(e);
              }
            },
            "scene");
    thread.start();
    return thread;
  }

  /** Waits until each process is healthy, and has a credential that is newer than this call. */
  void settle() {
    List<Integer> marks = pods.stream().map(Pod::logLength).toList();
    for (int i = 0; i < pods.size(); i++) {
      pods.get(i).awaitFresh(marks.get(i));
    }
    each(Pod::awaitHealthy);
  }

  @Override
  public void close() {
    each(site::close);
  }
}
