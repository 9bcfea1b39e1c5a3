// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.reload;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends an empty POST. An answer of 200 to 299 says that the program is done; after any other, or
 * none, it is sent again. Each try ends after its bound, however slowly an answer comes in. No
 * proxy is used and no redirection is followed.
 */
public final class HttpReload implements ReloadAction {

  private static final int OK = 200;
  private static final int NOT_OK = 300;

  private final URI address;
  private final Duration bound;
  private final int attempts;
  private final Duration pause;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * Takes the address.
   *
   * @param address where to, {@code http} or {@code https}, without a login
   * @param bound how long each try may take in all
   * @param attempts how often it is sent at most
   * @param pause between two attempts
   */
  public HttpReload(URI address, Duration bound, int attempts, Duration pause) {
    this.address = address;
    this.bound = bound;
    this.attempts = attempts;
    this.pause = pause;
  }

  @Override
  public void reload() throws ReloadException, InterruptedException {
    String last = "";
    for (int attempt = 1; attempt <= attempts; attempt++) {
      if (attempt > 1 && closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ReloadException("The reload call to " + this + " was given up at the stop");
      }
      last = post();
      if (last.isEmpty()) {
        return;
      }
    }
    throw new ReloadException(
        "The reload call to "
            + this
            + " failed "
            + attempts
            + " times, the last time as "
            + last
            + ". Check that the program serves this address");
  }

  @Override
  public void close() {
    closed.countDown();
  }

  @Override
  public Duration bound() {
    return bound.multipliedBy(attempts).plus(pause.multipliedBy(attempts - 1L));
  }

  /**
   * Returns the failure; empty when there was none. The JDK bounds each read and not all of them,
   * so another thread reads, and closing the connection ends it.
   */
  private String post() throws InterruptedException {
    HttpURLConnection connection;
    try {
      connection = (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
    } catch (IOException e) {
      return noAnswer(e);
    }
    FutureTask<String> call = new FutureTask<>(() -> post(connection));
    Thread thread = new Thread(call, "leasehold-reload");
    thread.setDaemon(true);
    thread.start();
    try {
      return call.get(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return "no whole answer came within " + bound.toMillis() + " ms";
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      connection.disconnect();
    }
  }

  private String post(HttpURLConnection connection) {
    try {
      connection.setRequestMethod("POST");
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout(millis(bound));
      connection.setReadTimeout(millis(bound.multipliedBy(2))); // Closed before that.
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(0);
      connection.getOutputStream().close();
      int status = connection.getResponseCode();
      return status >= OK && status < NOT_OK ? "" : "the program answered " + status;
    } catch (IOException e) {
      return noAnswer(e);
    }
  }

  /** The JDK counts up to 24 days, and a setting may say more. */
  private static int millis(Duration time) {
    return (int) Math.min(Integer.MAX_VALUE, time.toMillis());
  }

  private static String noAnswer(IOException e) {
    return "no answer came (" + e.getMessage() + ")";
  }

  /** Returns the address without its query. */
  @Override
  public String toString() {
    return address.getScheme() + "://" + address.getRawAuthority() + address.getRawPath();
  }
}
