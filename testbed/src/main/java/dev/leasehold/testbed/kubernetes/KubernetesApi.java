// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.net.JsonHttp;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The API server's interface with one bearer token. Safe for use by many threads. */
public final class KubernetesApi {
  private static final int CONFLICT = 409;

  private final JsonHttp http;
  private final List<JsonHttp.Header> headers;

  KubernetesApi(JsonHttp http, String token) {
    this.http = http;
    this.headers = List.of(new JsonHttp.Header("Authorization", "Bearer " + token));
  }

  public JsonNode read(String path) {
    return expectSuccess("GET", path, send("GET", path, null));
  }

  /** Creates an object under a collection's path, and gives it as the server completed it. */
  public JsonNode create(String path, Map<String, ?> object) {
    return expectSuccess("POST", path, send("POST", path, object));
  }

  /** The same, content if the object is there already. */
  public void provide(String path, Map<String, ?> object) {
    JsonHttp.Answer answer = send("POST", path, object);
    if (answer.status() != CONFLICT) {
      expectSuccess("POST", path, answer);
    }
  }

  public void delete(String path) {
    expectSuccess("DELETE", path, send("DELETE", path, null));
  }

  boolean isReady() {
    try {
      return http.send("GET", "/readyz", headers, null).isSuccess();
    } catch (IOException e) {
      return false;
    }
  }

  private JsonHttp.Answer send(String method, String path, @Nullable Object body) {
    try {
      return http.send(method, path, headers, body);
    } catch (IOException e) {
      throw new TestBedException(
          "the API server did not answer " + method + " " + path + ": " + e.getMessage(), e);
    }
  }

  private static JsonNode expectSuccess(String method, String path, JsonHttp.Answer answer) {
    if (answer.isSuccess()) {
      return answer.body();
    }
    throw new TestBedException(
        "the API server answered "
            + answer.status()
            + " to "
            + method
            + " "
            + path
            + ": "
            + answer.body().path("message").asText());
  }
}
