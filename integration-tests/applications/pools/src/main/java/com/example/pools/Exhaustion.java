// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes all of something that the JVM has, keeps it for a while, and lets go. */
final class Exhaustion {

  private static final int LARGEST = 1 << 20;
  private static final int SMALLEST = 64;

  private Exhaustion() {}

  /** Takes all of the heap, and all memory that becomes free, for so many milliseconds. */
  static void ofHeap(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    List<byte[]> taken = new ArrayList<>(1 << 20);
    int size = LARGEST;
    while (System.nanoTime() < end) {
      try {
        taken.add(new byte[size]);
      } catch (OutOfMemoryError full) {
        size = size > SMALLEST ? size / 2 : LARGEST;
      }
    }
  }

  /** Starts threads until there can be no more, and keeps them for so many milliseconds. */
  static int ofThreads(long millis) throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    int started = 0;
    try {
      while (true) {
        Thread thread = new Thread(() -> await(end), "idle");
        thread.setDaemon(true);
        thread.start();
        started++;
      }
    } catch (OutOfMemoryError noMoreThreads) {
      Workload.say("no more threads after " + started);
    }
    end.await(millis, TimeUnit.MILLISECONDS);
    end.countDown();
    return started;
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
