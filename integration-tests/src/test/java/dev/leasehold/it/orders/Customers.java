// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.orders;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A few customers. Each places an order, reads the latest orders and places two in a transaction
 * that takes a while, again and again. Keeps a line for each request without success.
 */
public final class Customers implements AutoCloseable {

  private static final int COUNT = 4;
  private static final double OPEN_SECONDS = 0.3;
  private static final long BETWEEN_MILLIS = 50;

  private final OrdersClient orders;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong served = new AtomicLong();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final AtomicLong longest = new AtomicLong();
  private volatile long sound = System.nanoTime();

  private Customers(OrdersClient orders) {
    this.orders = orders;
  }

  /** Has them begin. */
  public static Customers of(OrdersClient orders) {
    Customers customers = new Customers(orders);
    for (int number = 1; number <= COUNT; number++) {
      Thread thread = new Thread(customers::ask, "customer-" + number);
      customers.threads.add(thread);
      thread.start();
    }
    return customers;
  }

  /** Returns how many requests were answered with success. */
  public long served() {
    return served.get();
  }

  /** Returns a line for each request that failed. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /** Returns for how long no request has failed. */
  long millisSinceFailure() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sound);
  }

  @Override
  public String toString() {
    return "requests served: "
        + served
        + ", failed: "
        + failures.size()
        + ", the slowest in ms: "
        + TimeUnit.NANOSECONDS.toMillis(longest.get());
  }

  private void ask() {
    try {
      do {
        request("place", orders::place);
        request("latest", orders::latest);
        request("place slowly", () -> orders.placeSlowly(OPEN_SECONDS));
      } while (!closed.await(BETWEEN_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      failed("interrupted");
    }
  }

  private void request(String what, Request request) throws InterruptedException {
    long begun = System.nanoTime();
    try {
      HttpResponse<String> response = request.send();
      if (response.statusCode() / 100 == 2) {
        served.incrementAndGet();
      } else {
        failed(what + ": " + response.statusCode() + " " + response.body());
      }
    } catch (IOException e) {
      failed(what + ": " + e);
    }
    longest.accumulateAndGet(System.nanoTime() - begun, Math::max);
  }

  private void failed(String line) {
    failures.add(line);
    sound = System.nanoTime();
  }

  /** Lets every customer finish the request that has begun. */
  @Override
  public void close() {
    closed.countDown();
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Something that is asked of the application. */
  @FunctionalInterface
  private interface Request {
    HttpResponse<String> send() throws IOException, InterruptedException;
  }
}
