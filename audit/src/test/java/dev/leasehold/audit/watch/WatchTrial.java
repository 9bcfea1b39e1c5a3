// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leasehold.audit.history.HistoryStream;
import dev.leasehold.audit.history.UsualTerms;
import dev.leasehold.audit.join.AuditTerms;
import dev.leasehold.audit.join.StoredTables;
import dev.leasehold.audit.source.LogKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A service on the logs of a folder, in a thread, and its results. */
final class WatchTrial implements AutoCloseable {

  /** A lease of a history lives for three rotations of an hour. */
  static final String LEASE_TTL = "3h/3h";

  private static final Duration LIFE = Duration.ofHours(3);
  private static final Set<String> OF_A_ROLE = Set.of("LA01", "LA04", "LA05", "LA06", "LA11");
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private final WatchService service;
  private final Thread thread;
  final List<String> messages = new CopyOnWriteArrayList<>();
  private volatile @Nullable Throwable fault;

  /** Begins to follow all logs of a folder; the findings go to its file {@code found.json}. */
  WatchTrial(Path folder) throws Exception {
    this(settings(folder, Duration.ofDays(2), inputs(folder), null), InputStream.nullInputStream());
  }

  WatchTrial(WatchSettings settings, InputStream in) throws Exception {
    service =
        WatchService.open(
            settings, in, OutputStream.nullOutputStream(), messages::add, "1.0.0-test");
    thread = new Thread(this::run, "watches");
    thread.start();
  }

  static List<FollowedInput> inputs(Path folder) {
    return List.of(
        new FollowedInput(LogKind.VAULT_AUDIT, folder.resolve("audit.log")),
        new FollowedInput(LogKind.VAULT_SERVER, folder.resolve("vault.log")),
        new FollowedInput(LogKind.POSTGRESQL, folder.resolve("postgresql.json")),
        new FollowedInput(LogKind.KUBERNETES, folder.resolve("pods.json")));
  }

  static WatchSettings settings(
      Path folder, Duration retention, List<FollowedInput> inputs, @Nullable LogKind piped) {
    AuditTerms terms = UsualTerms.of(LIFE);
    return new WatchSettings(
        folder.resolve("state"),
        folder.resolve("state").resolve("spill"),
        "320MB",
        inputs,
        WatchedServers.NONE,
        null,
        piped,
        folder.resolve("found.json"),
        new InetSocketAddress("127.0.0.1", 0),
        new WatchTerms(terms, Duration.ofMillis(50), Duration.ZERO, retention));
  }

  private void run() {
    try {
      service.run();
    } catch (Throwable e) {
      fault = e;
    }
  }

  /** Returns the service's answer to a GET. */
  String get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + service.port() + path);
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** Waits until something holds, which looks at files. */
  void await(Callable<Boolean> condition) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    long end = System.nanoTime() + PATIENCE;
    while (!condition.call()) {
      assertThat(fault).isNull();
      assertThat(System.nanoTime()).as("waited for too long").isLessThan(end);
      assertThat(never.await(100, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  /** Ends the service, when it has done its present work. */
  @Override
  public void close() throws Exception {
    service.end();
    thread.join(PATIENCE / 1_000_000);
    service.close();
    assertThat(fault).isNull();
  }

  /** Appends lines to the logs that they belong to. */
  static void append(Path folder, List<HistoryStream.Line> lines) throws IOException {
    for (HistoryStream.Line line : lines) {
      append(folder.resolve(line.log()), line.text() + "\n");
    }
  }

  static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /**
   * Returns findings without facts that may come to be known later: id, times, numbers, some roles.
   */
  static List<String> subjects(Path found) throws IOException {
    List<String> subjects = new ArrayList<>();
    for (JsonNode each : found(found)) {
      String code = each.path("code").asText();
      String role = OF_A_ROLE.contains(code) ? each.path("role").asText() : "";
      String pod = each.path("pod").asText();
      subjects.add(String.join(" ", code, pod, role, each.path("address").asText()));
    }
    return subjects;
  }

  static List<JsonNode> found(Path found) throws IOException {
    List<JsonNode> findings = new ArrayList<>();
    if (Files.exists(found)) {
      String text = Files.readString(found);
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
        findings.add(new ObjectMapper().readTree(line));
      }
    }
    return findings;
  }

  /** Returns the number that a query asks of the state, while no service has it. */
  static long number(Path folder, String query) throws Exception {
    Path state = folder.resolve("state");
    try (StoredTables stored = StoredTables.open(state, state.resolve("spill"), "100MB")) {
      return stored.number(query, 0);
    }
  }
}
