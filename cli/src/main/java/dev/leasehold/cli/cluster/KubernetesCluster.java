// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.cluster;

import dev.leasehold.cli.inject.ClusterException;
import dev.leasehold.cli.inject.ClusterObjects;
import dev.leasehold.cli.inject.InjectionException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads through a cluster's API server: ConfigMaps and Secrets, each once, and pods. For one
 * thread.
 */
public final class KubernetesCluster implements ClusterObjects, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KubernetesCluster.class);

  private static final int TIMEOUT_MILLIS = 10_000;

  /** How many pods one answer has, as {@code kubectl} asks for them. */
  private static final long PAGE = 500;

  private final KubernetesClient client;
  private final String namespace;
  private final Map<String, Optional<Map<String, String>>> read = new HashMap<>();

  private KubernetesCluster(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /**
   * Makes a client; asks nothing yet.
   *
   * @throws ClusterException when the client configuration cannot be read, or lacks the context
   */
  public static KubernetesCluster at(ClusterPlace place) {
    Config config = config(place);
    config.setConnectionTimeout(TIMEOUT_MILLIS);
    config.setRequestTimeout(TIMEOUT_MILLIS);
    config.setRequestRetryBackoffLimit(1);
    // Over HTTP/2 an API server ends the connection with its 401 (UnauthenticatedHTTP2DOSMitigation
    // of Kubernetes). The JDK's client of Java 17 reports that end in place of the answer.
    config.setHttp2Disable(true);
    String own = place.namespace() == null ? config.getNamespace() : place.namespace();
    LOG.debug("asking {}, namespace {} where none is named", config.getMasterUrl(), own);
    return new KubernetesCluster(
        new KubernetesClientBuilder().withConfig(config).build(),
        Objects.requireNonNullElse(own, "default"));
  }

  private static Config config(ClusterPlace place) {
    Path file = place.kubeconfig();
    if (file != null && !Files.isReadable(file)) {
      throw new ClusterException("client configuration " + file + " cannot be read");
    }
    Config config;
    try {
      config =
          file == null
              ? Config.autoConfigure(place.context())
              : Config.fromKubeconfig(place.context(), file.toFile());
    } catch (KubernetesClientException e) {
      throw new ClusterException("the client configuration cannot be read: " + e.getMessage());
    }
    String context = place.context();
    if (context != null
        && config.getContexts().stream().noneMatch(each -> context.equals(each.getName()))) {
      throw new ClusterException(
          "the client configuration has no context " + context + ": kubectl config get-contexts");
    }
    return config;
  }

  /**
   * Returns the pods that have the agent or the sidecar, by namespace and name.
   *
   * @param everywhere whether pods of all namespaces are meant
   * @throws ClusterException when the cluster does not answer, or the user of the context lacks the
   *     right
   */
  public List<InjectedPod> injectedPods(boolean everywhere) {
    try {
      List<InjectedPod> found = new ArrayList<>();
      String more = null;
      do {
        PodList page = page(everywhere, more);
        LOG.debug("read {} pods", page.getItems().size());
        page.getItems().forEach(pod -> PodInspection.of(pod).ifPresent(found::add));
        more = page.getMetadata().getContinue();
      } while (more != null && !more.isEmpty());
      found.sort(Comparator.comparing(InjectedPod::namespace).thenComparing(InjectedPod::name));
      return found;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        throw new ClusterException(
            "no right to list pods: the user of the context lacks the verb list on pods in "
                + (everywhere ? "the cluster as a whole" : "namespace " + namespace));
      }
      throw new ClusterException(unanswered(e, "see --context and --kubeconfig"));
    }
  }

  /** The pods of a large cluster are more than the command's memory takes at once. */
  private PodList page(boolean everywhere, @Nullable String from) {
    ListOptions options = new ListOptionsBuilder().withLimit(PAGE).withContinue(from).build();
    return everywhere
        ? client.pods().inAnyNamespace().list(options)
        : client.pods().inNamespace(namespace).list(options);
  }

  @Override
  public @Nullable Map<String, String> values(String kind, @Nullable String namespace, String name)
      throws InjectionException {
    String in = namespace == null ? this.namespace : namespace;
    String key = kind + " " + in + "/" + name;
    Optional<Map<String, String>> values = read.get(key);
    if (values == null) {
      values = Optional.ofNullable(fetched(kind, in, name));
      LOG.debug("{} {}", key, values.isPresent() ? "read" : "is not there");
      read.put(key, values);
    }
    return values.orElse(null);
  }

  private @Nullable Map<String, String> fetched(String kind, String in, String name)
      throws InjectionException {
    try {
      return kind.equals("Secret") ? secret(in, name) : configMap(in, name);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        throw new InjectionException(
            "no right to read "
                + kind
                + " "
                + name
                + ": the user of the context lacks the verb get on "
                + (kind.equals("Secret") ? "secrets" : "configmaps")
                + " in namespace "
                + in);
      }
      throw new ClusterException(
          unanswered(e, "see --context and --kubeconfig, or leave --cluster out"));
    }
  }

  private String unanswered(KubernetesClientException e, String step) {
    String server = client.getConfiguration().getMasterUrl();
    Throwable cause = e;
    while (cause.getCause() != null && !(cause instanceof IOException)) {
      cause = cause.getCause();
    }
    String problem = String.valueOf(cause.getMessage());
    if (e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
      return "the cluster at "
          + server
          + " does not know the user of the context (401): log in anew";
    }
    if (e.getCode() > 0) { // Other numbers stand for no answer at all.
      return "the cluster at " + server + " answered " + e.getCode() + ": try again";
    }
    return "the cluster at "
        + server
        + " cannot be reached ("
        + cause.getClass().getSimpleName()
        + (cause.getMessage() == null ? "" : ": " + problem)
        + "): "
        + step;
  }

  private @Nullable Map<String, String> configMap(String in, String name) {
    ConfigMap found = client.configMaps().inNamespace(in).withName(name).get();
    if (found == null) {
      return null;
    }
    Map<String, String> values = new HashMap<>();
    values.putAll(Objects.requireNonNullElse(found.getData(), Map.of()));
    return values;
  }

  private @Nullable Map<String, String> secret(String in, String name) {
    Secret found = client.secrets().inNamespace(in).withName(name).get();
    if (found == null) {
      return null;
    }
    Map<String, String> values = new HashMap<>();
    Map<String, String> data = Objects.requireNonNullElse(found.getData(), Map.of());
    data.forEach(
        (key, value) ->
            values.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
    return values;
  }

  /** Ends the connection. */
  @Override
  public void close() {
    client.close();
  }
}
