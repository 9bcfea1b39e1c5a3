// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.net.JsonHttp;
import dev.leasehold.testbed.net.Ports;
import dev.leasehold.testbed.process.Launch;
import dev.leasehold.testbed.process.Secrets;
import dev.leasehold.testbed.process.ServerDirectory;
import dev.leasehold.testbed.process.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Prometheus on 127.0.0.1, which scrapes each second. Safe for use by many threads. */
public final class PrometheusServer implements AutoCloseable {

  /** How often it scrapes, and evaluates its rules. */
  public static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(20);

  private final URI address = URI.create("http://127.0.0.1:" + Ports.free());
  private final HttpClient http =
      HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
  private final Path directory = ServerDirectory.create("prometheus");
  private final ServerProcess process;

  private PrometheusServer(List<Scrape> scrapes, List<Path> rules) {
    Path configuration = directory.resolve("prometheus.yml");
    Secrets.write(configuration, configuration(scrapes, rules));
    List<String> command =
        List.of(
            PrometheusTools.PROMETHEUS.path().toString(),
            "--config.file=" + configuration,
            "--storage.tsdb.path=" + directory.resolve("data"),
            "--web.listen-address=127.0.0.1:" + address.getPort(),
            "--log.level=warn");
    this.process = ServerProcess.start(new Launch("prometheus", command, directory, "KILL"));
  }

  /**
   * Starts it, and returns when it answers. Unpacks it if there is none.
   *
   * @param rules files of rules; none is fine
   */
  public static PrometheusServer launch(List<Scrape> scrapes, List<Path> rules) {
    PrometheusServer server = new PrometheusServer(scrapes, rules);
    try {
      server.process.awaitReady(START, server::isReady);
      return server;
    } catch (TestBedException e) {
      server.close();
      throw e;
    }
  }

  private static String configuration(List<Scrape> scrapes, List<Path> rules) {
    String seconds = INTERVAL.toSeconds() + "s";
    String files = rules.stream().map(file -> "'" + file + "'").collect(Collectors.joining(", "));
    return "global: {scrape_interval: %1$s, scrape_timeout: %1$s, evaluation_interval: %1$s}%n"
            .formatted(seconds)
        + "rule_files: ["
        + files
        + "]\nscrape_configs:\n"
        + scrapes.stream().map(Scrape::yaml).collect(Collectors.joining());
  }

  /** Where its pages and its interface are. */
  public URI address() {
    return address;
  }

  /**
   * Evaluates an expression now. Gives the {@code result} of Prometheus' answer: an array with an
   * element for each series.
   *
   * @throws TestBedException with Prometheus' words, if it does not take the expression
   */
  public JsonNode query(String expression) {
    return result("/api/v1/query?query=" + encoded(expression));
  }

  /** Evaluates an expression at each step of a time, both ends included; as {@link #query}. */
  public JsonNode query(String expression, Instant from, Instant to, Duration step) {
    return result(
        "/api/v1/query_range?query="
            + encoded(expression)
            + "&start="
            + seconds(from)
            + "&end="
            + seconds(to)
            + "&step="
            + step.toMillis() / 1000.0);
  }

  @Override
  public void close() {
    process.stop("TERM", STOP);
    ServerDirectory.remove(directory);
  }

  private JsonNode result(String path) {
    try {
      JsonNode answer = JsonHttp.parse(get(path).body());
      if (!answer.path("status").asText().equals("success")) {
        throw new TestBedException("Prometheus: " + answer.path("error").asText());
      }
      return answer.path("data").path("result");
    } catch (IOException e) {
      throw new TestBedException("no answer from Prometheus to " + path, e);
    }
  }

  private boolean isReady() {
    try {
      return get("/-/ready").statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private HttpResponse<String> get(String path) throws IOException {
    try {
      HttpRequest request = HttpRequest.newBuilder(address.resolve(path)).timeout(START).build();
      return http.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TestBedException("interrupted while asking Prometheus", e);
    }
  }

  private static String seconds(Instant moment) {
    return Double.toString(moment.toEpochMilli() / 1000.0);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
