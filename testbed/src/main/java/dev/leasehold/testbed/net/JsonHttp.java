// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.net;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.leasehold.testbed.TestBedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A client of one server's JSON interface over HTTPS. Safe for use by many threads. */
public final class JsonHttp {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final URI base;
  private final HttpClient client;

  public JsonHttp(URI base, SSLContext tls) {
    this.base = base;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(TIMEOUT)
            .sslContext(tls)
            .build();
  }

  /**
   * Sends a request and gives the status and the body: JSON, or a text node if it is something
   * else.
   *
   * @param headers more headers, besides the headers for JSON
   * @throws IOException if no answer comes
   */
  public Answer send(String method, String path, List<Header> headers, @Nullable Object body)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json");
    headers.forEach(each -> request.header(each.name(), each.value()));
    request.method(
        method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(text(body)));
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), body(response));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TestBedException("interrupted while calling " + base + path, e);
    }
  }

  /** The value as JSON. */
  public static String text(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new TestBedException("not a JSON value: " + value.getClass(), e);
    }
  }

  /** The text as JSON; a missing node if it is empty. */
  public static JsonNode parse(String text) throws IOException {
    return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
  }

  private static JsonNode body(HttpResponse<String> response) throws IOException {
    boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
    return json ? parse(response.body()) : TextNode.valueOf(response.body());
  }

  /** One request header. Its value may be a token: it is not shown. */
  public record Header(String name, String value) {
    @Override
    public String toString() {
      return name + ": ***";
    }
  }

  /** A server's answer. Its body may hold secrets: it is not shown. */
  public record Answer(int status, JsonNode body) {
    public boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    @Override
    public String toString() {
      return "HTTP " + status;
    }
  }
}
