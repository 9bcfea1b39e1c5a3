// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.live;

import dev.leasehold.audit.source.FingerprintKey;
import dev.leasehold.audit.source.LiveException;
import dev.leasehold.audit.source.LiveInput;
import dev.leasehold.audit.source.LogKind;
import dev.leasehold.audit.source.LogTables;
import dev.leasehold.audit.source.PodEvent;
import dev.leasehold.audit.source.PodRows;
import dev.leasehold.audit.source.PodState;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's API server, by the client configuration of the user ({@code KUBECONFIG}, {@code
 * ~/.kube/config}) or by the service account of the pod. Safe for use by many threads.
 */
public final class LiveCluster implements LiveInput, AutoCloseable {

  private static final int TIMEOUT_MILLIS = 10_000;

  /** The number of pods in one answer: the maker of pods may give each annotations of 256 KiB. */
  static final long PAGE = 20;

  private final KubernetesClient client;

  LiveCluster(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Makes a client; asks nothing yet.
   *
   * @param context of the client configuration; null for its current context
   * @throws LiveException if the client configuration cannot be read, or lacks the context
   */
  public static LiveCluster of(@Nullable String context) {
    Config config;
    try {
      config = Config.autoConfigure(context);
    } catch (KubernetesClientException e) {
      throw new LiveException("the client configuration cannot be read: " + e.getMessage());
    }
    if (context != null
        && config.getContexts().stream().noneMatch(each -> context.equals(each.getName()))) {
      throw new LiveException(
          "the client configuration has no context " + context + ": kubectl config get-contexts");
    }
    config.setConnectionTimeout(TIMEOUT_MILLIS);
    config.setRequestTimeout(TIMEOUT_MILLIS);
    config.setRequestRetryBackoffLimit(0);
    config.setHttp2Disable(true); // With HTTP/2, Java 17 takes a 401 for the end of a connection.
    return new LiveCluster(new KubernetesClientBuilder().withConfig(config).build());
  }

  /**
   * Writes the pods of all namespaces, and the events about pods, also about pods that have gone.
   */
  @Override
  public void read(LogTables tables, FingerprintKey key, long snapshot) throws SQLException {
    PodRows rows = new PodRows(tables, snapshot);
    long began = System.currentTimeMillis();
    pages(
        client.pods().inAnyNamespace()::list,
        "list on pods",
        (Pod pod) -> {
          rows.add(state(pod).present(began));
          tables.read(LogKind.KUBERNETES);
        });
    rows.areAll(began);
    pages(
        client.v1().events().inAnyNamespace().withField("involvedObject.kind", "Pod")::list,
        "list on events",
        (Event event) -> {
          rows.add(PodEvent.parse(client.getKubernetesSerialization().asJson(event)));
          tables.read(LogKind.KUBERNETES);
        });
  }

  /** Writes one object. */
  @FunctionalInterface
  private interface Row<T> {
    void write(T object) throws SQLException;
  }

  private <T extends HasMetadata> void pages(
      Function<ListOptions, ? extends KubernetesResourceList<T>> list, String right, Row<T> row)
      throws SQLException {
    String more = null;
    do {
      KubernetesResourceList<T> page;
      try {
        page = list.apply(new ListOptionsBuilder().withLimit(PAGE).withContinue(more).build());
      } catch (KubernetesClientException e) {
        throw new LiveException(problem(e, right));
      }
      for (T each : page.getItems()) {
        row.write(each);
      }
      more = page.getMetadata().getContinue();
    } while (more != null && !more.isEmpty());
  }

  /** Returns the data that the audit keeps of a pod. */
  PodState state(Pod pod) {
    return PodState.parse(client.getKubernetesSerialization().asJson(pod));
  }

  KubernetesClient client() {
    return client;
  }

  /** Returns the namespace of the client configuration, or of the service account. */
  String namespace() {
    return Objects.requireNonNullElse(client.getConfiguration().getNamespace(), "default");
  }

  /**
   * Returns a sentence on a request that failed.
   *
   * @param right the right that the request needs, for example {@code list on pods}
   */
  String problem(Throwable failure, String right) {
    Throwable cause = failure;
    while (code(cause) == 0 && cause.getCause() != null && !(cause instanceof IOException)) {
      cause = cause.getCause();
    }
    String server = "the cluster at " + client.getConfiguration().getMasterUrl();
    int code = code(cause);
    return switch (code) {
      case HttpURLConnection.HTTP_FORBIDDEN ->
          server + " refuses: the user or service account lacks the verb " + right;
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          server + " does not know the user (401): log in anew";
      case 0 ->
          server
              + " cannot be reached ("
              + cause.getClass().getSimpleName()
              + (cause.getMessage() == null ? "" : ": " + cause.getMessage())
              + "): see --context and KUBECONFIG";
      default -> server + " answered " + code + ": " + cause.getMessage();
    };
  }

  /** Returns the status of an answer; 0 if there was none. */
  static int code(Throwable failure) {
    return failure instanceof KubernetesClientException answer ? Math.max(0, answer.getCode()) : 0;
  }

  @Override
  public void close() {
    client.close();
  }
}
