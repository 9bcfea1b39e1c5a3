// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.orders;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Requests to an orders application, wherever it runs. All of these applications answer {@code GET
 * /orders}, {@code POST /orders} and {@code POST /orders/slow?seconds=}.
 */
public class OrdersClient {

  private static final Duration BOUND = Duration.ofSeconds(90);
  private static final String ORDER = "{\"customer\":\"a\",\"article\":\"b\",\"quantity\":1}";

  private final HttpClient client;
  private final URI orders;

  /**
   * Asks the application at an address.
   *
   * @param orders ends with {@code /orders}
   * @param client how it is reached
   */
  public OrdersClient(URI orders, HttpClient.Builder client) {
    this.client = client.version(HttpClient.Version.HTTP_1_1).build();
    this.orders = orders;
  }

  /** Places an order. */
  public HttpResponse<String> place() throws IOException, InterruptedException {
    return post(orders);
  }

  /** Places two orders in a transaction that stays open for so long in between. */
  public HttpResponse<String> placeSlowly(double seconds) throws IOException, InterruptedException {
    return post(URI.create(orders + "/slow?seconds=" + seconds));
  }

  /** Reads the latest orders. */
  public HttpResponse<String> latest() throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(orders));
  }

  /** Returns a page of the application's, such as {@code /actuator/prometheus}. */
  public String page(String path) {
    try {
      return send(HttpRequest.newBuilder(orders.resolve(path))).body();
    } catch (IOException | InterruptedException unanswered) {
      throw new AssertionError(unanswered);
    }
  }

  private HttpResponse<String> post(URI uri) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(ORDER)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.timeout(BOUND).build(), HttpResponse.BodyHandlers.ofString());
  }
}
