// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code leasehold status} with answers that a real API server hardly gives. */
class StatusCommandTest {

  private static final String PATH = "/api/v1/namespaces/shop/pods";
  private static final String WHY = "Leasehold: binding default has no credential";

  private final List<String> queries = new CopyOnWriteArrayList<>();
  private final List<String> pages = new ArrayList<>();
  private final Path folder;
  private HttpServer server;

  StatusCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(PATH, this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    queries.add(exchange.getRequestURI().getQuery());
    byte[] page = pages.get(queries.size() - 1).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, page.length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(page);
    }
  }

  @Test
  void asksForThePodsInPages() throws IOException {
    pages.add(page("next", pod("web", "i:1", "")));
    pages.add(page("", pod("api", "i:2", "")));
    assertThat(status("text"))
        .isEqualTo(
            """
            NAMESPACE  POD  BY       IMAGE  STATE
            shop       api  sidecar  i:2    not ready
            shop       web  sidecar  i:1    not ready
            """);
    assertThat(queries).containsExactly("limit=500", "continue=next&limit=500");
  }

  /** A user who may make a pod does not command the terminal of an administrator. */
  @Test
  void printsNothingThatATerminalObeysOrThatBreaksALine() throws IOException {
    pages.add(
        page(
            "",
            pod("web", "i\\u001b[2J\\nshop  fake", ""),
            pod("api", "i\\u009b2J\\u2028", WHY + "\\u009b2J\\u202e\\u2029x\\ny\\u001b[H")));
    assertThat(status("text"))
        .isEqualTo(
            """
            NAMESPACE  POD  BY       IMAGE             STATE
            shop       api  sidecar  i?2J              not ready
              leasehold-sidecar: %s?2J? x
              leasehold-sidecar: y?[H
            shop       web  sidecar  i?[2J shop  fake  not ready
            """
                .formatted(WHY));
  }

  @Test
  void writesAPodWithoutReasonsAsYaml() throws IOException {
    pages.add(page("", pod("web", "i:1", "")));
    assertThat(status("yaml"))
        .isEqualTo(
            """
            pods:
            - namespace: shop
              name: web
              by: sidecar
              image: i:1
              state: "not ready"
              reasons: {}
            """);
  }

  private String status(String format) throws IOException {
    String config =
        """
        apiVersion: v1
        kind: Config
        current-context: here
        clusters: [{name: here, cluster: {server: 'http://127.0.0.1:%d'}}]
        users: [{name: here, user: {token: t}}]
        contexts: [{name: here, context: {cluster: here, user: here, namespace: shop}}]
        """
            .formatted(server.getAddress().getPort());
    Path file = Files.writeString(folder.resolve("config"), config);
    CommandRun run = CommandRun.of("", "status", "--kubeconfig=" + file, "--output=" + format);
    assertThat(run.report()).isEmpty();
    return run.output();
  }

  private static String page(String more, String... pods) {
    return "{\"apiVersion\": \"v1\", \"kind\": \"PodList\", \"metadata\": {\"continue\": \""
        + more
        + "\"}, \"items\": ["
        + String.join(", ", pods)
        + "]}";
  }

  /** A pod whose sidecar has ended, if it has a reason. */
  private static String pod(String name, String image, String reason) {
    String ended =
        ", \"state\": {\"terminated\": {\"exitCode\": 1, \"message\": \"" + reason + "\"}}";
    return """
    {"metadata": {"namespace": "shop", "name": "%s"},
     "spec": {"containers": [{"name": "leasehold-sidecar", "image": "%s"}]},
     "status": {"phase": "Running", "containerStatuses": [
       {"name": "leasehold-sidecar", "ready": false%s}]}}
    """
        .formatted(name, image, reason.isEmpty() ? "" : ended);
  }
}
