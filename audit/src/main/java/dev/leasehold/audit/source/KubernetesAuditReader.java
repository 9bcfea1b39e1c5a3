// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the audit log of Kubernetes' API server: JSON lines of {@code audit.k8s.io/v1}. Answers
 * that hold a pod are read like saved pods. Of a request for a token the pod is kept that it is
 * bound to, and never the token.
 */
public final class KubernetesAuditReader implements LineReader {

  /** The API server takes no request and stores no object of more than 3 MiB. */
  static final int LONGEST = 1 << 23;

  private static final int FIRST = 1 << 16;
  private static final int SUCCESS = 200;
  private static final int NO_SUCCESS = 300;
  private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete");

  private final PodRows pods;
  private final RowWriter requests;
  private final long snapshot;
  private byte[] line = new byte[FIRST];
  private long size;
  private boolean saysThatItIsALog;

  /**
   * Makes a reader that fills the tables.
   *
   * @param snapshot tells its input from others
   */
  public KubernetesAuditReader(LogTables tables, long snapshot) throws SQLException {
    this.snapshot = snapshot;
    pods = new PodRows(tables, snapshot);
    requests = tables.writer("source_pod_request");
  }

  @Override
  public void piece(byte[] bytes, int offset, int length) {
    if (size + length <= LONGEST) {
      int needed = (int) size + length;
      if (needed > line.length) {
        line = Arrays.copyOf(line, Math.min(LONGEST, Math.max(needed, 2 * line.length)));
      }
      System.arraycopy(bytes, offset, line, (int) size, length);
    }
    size += length;
  }

  @Override
  public @Nullable LineProblem endOfLine() throws SQLException {
    long length = size;
    size = 0;
    if (length > LONGEST) {
      return LineProblem.TOO_LONG_FOR_API;
    }
    JsonNode event;
    try {
      event = PodRows.MAPPER.readTree(line, 0, (int) length);
    } catch (IOException e) {
      return LineProblem.UNREADABLE;
    }
    if (event == null || !event.path("apiVersion").asText().startsWith("audit.k8s.io/")) {
      return LineProblem.UNREADABLE;
    }
    Long at = PodRows.millis(event, "stageTimestamp");
    if (at == null) {
      return LineProblem.NO_TIME;
    }
    if (isDone(event)) {
      request(event, at);
    }
    return null;
  }

  /** Returns whether the server has fulfilled the request, and not only tried it out. */
  private static boolean isDone(JsonNode event) {
    int code = event.path("responseStatus").path("code").asInt();
    return event.path("stage").asText().equals("ResponseComplete")
        && code >= SUCCESS
        && code < NO_SUCCESS
        && WRITES.contains(event.path("verb").asText())
        && !isDryRun(event);
  }

  /** The server looks at the options of a deletion, and only without them at its query. */
  private static boolean isDryRun(JsonNode event) {
    JsonNode options = event.path("requestObject");
    if (event.path("verb").asText().equals("delete") && options.isObject()) {
      return !options.path("dryRun").isEmpty();
    }
    String uri = event.path("requestURI").asText();
    String query = uri.substring(uri.indexOf('?') + 1);
    return uri.length() > query.length()
        && Arrays.stream(query.split("&"))
            .anyMatch(each -> decoded(each.split("=", 2)[0]).equals("dryRun"));
  }

  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return ""; // The server leaves it out.
    }
  }

  private void request(JsonNode event, Long at) throws SQLException {
    JsonNode about = event.path("objectRef");
    if (!about.path("apiGroup").asText().isEmpty()) {
      return; // Other groups may have pods of their own.
    }
    String verb = event.path("verb").asText();
    String part = about.path("subresource").asText();
    JsonNode answer = event.path("responseObject");
    String what = about.path("resource").asText() + '/' + part;
    if (what.startsWith("pods/") && answer.path("kind").asText().equals("Pod")) {
      written(PodState.of(answer), at);
    }
    if (what.equals("pods/") && verb.equals("create")) {
      pod(event, at, "pod created", answer);
    } else if (what.equals("pods/") && verb.equals("delete")) {
      pod(event, at, "pod deleted", answer);
    } else if (what.equals("pods/binding") && verb.equals("create")) {
      pod(event, at, "pod bound", event.path("requestObject"));
    } else if (what.equals("serviceaccounts/token") && verb.equals("create")) {
      token(event, at);
    }
  }

  private void written(PodState pod, Long at) throws SQLException {
    if (!saysThatItIsALog) {
      pods.areLogged(at);
      saysThatItIsALog = true;
    }
    pods.add(pod);
  }

  /** The object in the request may have no name yet: the answer has it. */
  private void pod(JsonNode event, Long at, String action, JsonNode object) throws SQLException {
    JsonNode about = event.path("objectRef");
    JsonNode metadata = object.path("metadata");
    String name = PodRows.text(metadata, "name");
    String uid = PodRows.text(metadata, "uid");
    requests.row(
        at,
        action,
        PodRows.text(about, "namespace"),
        name == null ? PodRows.text(about, "name") : name,
        uid == null ? PodRows.text(about, "uid") : uid,
        PodRows.text(object.path("spec"), "serviceAccountName"),
        PodRows.text(object.path("target"), "name"),
        PodRows.text(event.path("user"), "username"),
        snapshot);
  }

  /** The kubelet asks for tokens that are bound to a pod. */
  private void token(JsonNode event, Long at) throws SQLException {
    JsonNode about = event.path("objectRef");
    JsonNode bound = event.path("requestObject").path("spec").path("boundObjectRef");
    if (bound.path("kind").asText().equals("Pod")) {
      requests.row(
          at,
          "token requested",
          PodRows.text(about, "namespace"),
          PodRows.text(bound, "name"),
          PodRows.text(bound, "uid"),
          PodRows.text(about, "name"),
          null,
          PodRows.text(event.path("user"), "username"),
          snapshot);
    }
  }
}
