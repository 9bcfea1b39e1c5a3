// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.vault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.net.JsonHttp;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Vault's HTTP interface with one token. Paths are as in Vault's documentation, without {@code
 * /v1/}. Safe for use by many threads.
 */
public final class VaultApi {
  private static final String WRAP_TTL = "5m";

  private final JsonHttp http;
  private final List<JsonHttp.Header> headers;

  VaultApi(URI address, SSLContext tls) {
    this(new JsonHttp(address, tls), token(""));
  }

  private VaultApi(JsonHttp http, JsonHttp.Header... headers) {
    this.http = http;
    this.headers = List.of(headers);
  }

  private static JsonHttp.Header token(String token) {
    return new JsonHttp.Header("X-Vault-Token", token);
  }

  /** The same server, called with another token. */
  public VaultApi with(String otherToken) {
    return new VaultApi(http, token(otherToken));
  }

  /** The same server, called with another token; its answers are wrapped in tokens of their own. */
  public VaultApi wrappedFor(String otherToken) {
    return new VaultApi(http, token(otherToken), new JsonHttp.Header("X-Vault-Wrap-TTL", WRAP_TTL));
  }

  /** Reads a path; the whole answer. */
  public JsonNode read(String path) {
    return call("GET", path, null);
  }

  /** Writes a path; the whole answer, an empty text node if Vault gives none. */
  public JsonNode write(String path, Map<String, ?> body) {
    return call("POST", path, body);
  }

  public void delete(String path) {
    call("DELETE", path, null);
  }

  /** The HTTP status of reading a path, 0 if the server does not answer. */
  public int status(String path) {
    try {
      return http.send("GET", "/v1/" + path, headers, null).status();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Alternating names and values. */
  static Map<String, Object> fields(Object... namesAndValues) {
    Map<String, Object> fields = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }

  private JsonNode call(String method, String path, @Nullable Object body) {
    try {
      JsonHttp.Answer answer = http.send(method, "/v1/" + path, headers, body);
      if (answer.isSuccess()) {
        return answer.body();
      }
      throw new TestBedException(
          "Vault answered "
              + answer.status()
              + " to "
              + method
              + " "
              + path
              + ": "
              + errors(answer.body()));
    } catch (IOException e) {
      throw new TestBedException(
          "Vault did not answer " + method + " " + path + ": " + e.getMessage(), e);
    }
  }

  private static String errors(JsonNode body) {
    return StreamSupport.stream(body.path("errors").spliterator(), false)
        .map(JsonNode::asText)
        .toList()
        .toString();
  }
}
