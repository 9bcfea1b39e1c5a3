// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.orders;

import dev.leasehold.it.Application;
import dev.leasehold.it.Jars;
import dev.leasehold.it.Lines;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An orders application under the agent, and the requests of its customers. */
public final class HttpOrders extends OrdersClient implements AutoCloseable {

  /** Spring Boot starts in 7 s on a machine at rest, and took over 90 s at a load of 40. */
  private static final Duration BOUND = Duration.ofMinutes(5);

  private static final Pattern PUBLISHED =
      Pattern.compile("generation \\d+ is current: role ([^,]+),");

  private final Application application;

  private HttpOrders(Application application, URI orders) {
    super(orders, HttpClient.newBuilder());
    this.application = application;
  }

  /** Starts the application and returns when it takes requests. */
  public static HttpOrders start(OrdersJar jar, Map<String, String> settings) {
    return start(jar, settings, List.of("-jar", Jars.built(jar.path()).toString()));
  }

  /** Starts the application by other arguments of {@code java}. */
  public static HttpOrders start(
      OrdersJar jar, Map<String, String> settings, List<String> arguments) {
    Map<String, String> environment = new HashMap<>(settings);
    environment.putAll(jar.environment());
    Application application = Application.start(environment, arguments);
    try {
      String started = application.output().await(0, jar.listening().asPredicate(), BOUND);
      String port = group(jar.listening(), started);
      return new HttpOrders(application, URI.create("http://127.0.0.1:" + port + "/orders"));
    } catch (AssertionError failure) {
      application.close();
      String log = String.join("\n", application.errors().all());
      throw new AssertionError(log, failure);
    }
  }

  /** Waits until the agent says that this generation is current, and returns its role. */
  public String awaitGeneration(int number) {
    String published = "generation " + number + " is current";
    return group(PUBLISHED, application.errors().await(0, line -> line.contains(published), BOUND));
  }

  /** Returns the agent's log. */
  public Lines log() {
    return application.errors();
  }

  /** Waits for a log line of the agent with this part. */
  public void awaitLog(String part) {
    application.errors().await(0, line -> line.contains(part), BOUND);
  }

  /** Waits for a line of the application's own log with this part. */
  public void awaitOutput(String part) {
    application.output().await(0, line -> line.contains(part), BOUND);
  }

  /** Returns how many generations the agent has published. */
  public int generations() {
    return Math.toIntExact(application.errors().count(PUBLISHED.asPredicate()));
  }

  /** Ends the application as its platform would, and returns when it has ended. */
  public void stop() {
    application.terminate();
    application.awaitExit(BOUND);
  }

  private static String group(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    if (!matcher.find()) {
      throw new AssertionError(line + " is not " + pattern);
    }
    return matcher.group(1);
  }

  @Override
  public void close() {
    application.close();
  }
}
