// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.kubernetes.ImageArchive;
import dev.leasehold.testbed.kubernetes.Kubectl;
import dev.leasehold.testbed.kubernetes.KubernetesNode;
import dev.leasehold.testbed.kubernetes.SampleImages;
import dev.leasehold.testbed.process.Command;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The orders application as a pod: its manifest, which knows nothing of Leasehold, goes through
 * {@code leasehold inject} on its way to the API server. Nothing of the node outlives {@link
 * #close}.
 */
final class PodOrders implements OrdersApplication {

  private static final String NAMESPACE = "shop";
  private static final String NAME = "orders";
  private static final String SAMPLE = "spring-boot-orders";
  private static final String MANIFESTS = "deploy/kubernetes/";
  private static final String COMMAND = "cli/target/leasehold/bin/leasehold";
  private static final String IMAGE = "sidecar-image/target/image/leasehold-sidecar-docker.tar";
  private static final String PODS = "/api/v1/namespaces/" + NAMESPACE + "/pods";
  private static final Duration START = Duration.ofMinutes(3);
  private static final long POLL_MILLIS = 250;

  private final Stage stage;
  private final Consumer<String> told;
  private final KubernetesNode node;
  private final Kubectl kubectl;
  private final PodProgress progress;
  private final Path log;

  private PodOrders(Stage stage, KubernetesNode node, Consumer<String> told) {
    this.stage = stage;
    this.told = told;
    this.node = node;
    this.kubectl = new Kubectl(stage.controlPlane(), NAMESPACE);
    this.progress = new PodProgress(told);
    furnish();
    injectAndApply();
    this.log = awaitLog();
  }

  /**
   * Starts a node, and the pod on it; returns when the application's container has begun.
   *
   * @param told hears of each step
   */
  static PodOrders start(Stage stage, Consumer<String> told) {
    told.accept("packing images, and starting a node with them: kubelet and containerd");
    Path images = SourceTree.root().resolve("samples/demo/target/node-images");
    KubernetesNode node =
        KubernetesNode.launch(
            stage.controlPlane(),
            List.of(stage.bed().vault().port(), stage.bed().postgres().port()),
            List.of(file(IMAGE), new SampleImages(images).javaProgram(SAMPLE)));
    try {
      told.accept("the node is ready");
      return new PodOrders(stage, node, told);
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
  }

  /** Makes the objects that are in a cluster before the application comes. */
  private void furnish() {
    kubectl.run("apply", "--filename=" + file(MANIFESTS + "namespace.yaml"));
    kubectl.run("apply", "--filename=" + file(MANIFESTS + "network-policy.yaml"));
    Path authority = stage.bed().vault().caCertificate();
    kubectl.run("create", "configmap", "vault-ca", "--from-file=ca.crt=" + authority);
    kubectl.run(
        "create", "configmap", "orders-database", "--from-literal=jdbc-url=" + databaseUrl());
  }

  private void injectAndApply() {
    List<String> options =
        List.of(
            "--agent-image=" + ImageArchive.nameOf(file(IMAGE)),
            "--vault-addr=https://" + node.address() + ":" + stage.bed().vault().port(),
            "--vault-ca-config-map=vault-ca",
            "--set=vault.tls-server-name=localhost",
            "--creds=database/creds/orders",
            "--role=orders",
            "--url=" + databaseUrl());
    told.accept("the manifest of the application, unmodified, goes through a pipe:");
    told.accept("  leasehold inject \\");
    options.forEach(option -> told.accept("    " + option + " \\"));
    told.accept("    " + MANIFESTS + "orders.yaml | kubectl apply -f -");
    List<String> inject = new ArrayList<>(List.of(file(COMMAND).toString(), "inject"));
    inject.addAll(options);
    inject.add(file(MANIFESTS + "orders.yaml").toString());
    Command.pipe(inject, kubectl.command("apply", "--filename=-"), START)
        .lines()
        .forEach(line -> told.accept("  " + line));
  }

  private Path awaitLog() {
    return await("log", () -> node.firstLog(NAMESPACE, NAME, NAME));
  }

  /** Waits, and meanwhile says how far the pod is. */
  private <T> T await(String what, Look<T> look) {
    Instant end = Instant.now().plus(START);
    while (Instant.now().isBefore(end)) {
      progress.look(pod());
      Optional<T> found = look.look();
      if (found.isPresent()) {
        return found.get();
      }
      pause();
    }
    throw new DemoException(
        "the pod has no " + what + " after " + START.toSeconds() + " s:\n" + described());
  }

  private static void pause() {
    try {
      boolean ignored = new CountDownLatch(1).await(POLL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoException("interrupted", e);
    }
  }

  private JsonNode pod() {
    return stage.controlPlane().api().read(PODS).path("items").path(0);
  }

  private String described() {
    return kubectl.run("describe", "pods");
  }

  /** They were said on the way. */
  @Override
  public List<String> surroundings() {
    return List.of();
  }

  @Override
  public void awaitServing() {
    await("readiness", () -> progress.isReady() ? Optional.of(true) : Optional.empty());
  }

  @Override
  public AutoCloseable load(Tally tally) {
    return Traffic.start(orders(), HttpClient.newBuilder().proxy(node.proxy()), tally);
  }

  private URI orders() {
    return URI.create("http://" + pod().at("/status/podIP").asText() + ":8080/");
  }

  private String databaseUrl() {
    return stage.bed().postgres().url().replace("127.0.0.1", node.address());
  }

  @Override
  public String address() {
    return "application  curl --proxy "
        + proxy(node.proxy())
        + " "
        + orders()
        + "orders; "
        + String.join(" ", kubectl.command("get", "pods"));
  }

  private static String proxy(ProxySelector selector) {
    InetSocketAddress address =
        (InetSocketAddress) selector.select(URI.create("http://pod/")).get(0).address();
    return address.getHostString() + ":" + address.getPort();
  }

  /** The agent writes to the container's standard error. */
  @Override
  public Path log() {
    return log;
  }

  @Override
  public void stop() {
    kubectl.run("scale", "deployment/" + NAME, "--replicas=0");
    kubectl.run("wait", "--for=delete", "pod", "--selector=app=" + NAME, "--timeout=60s");
  }

  @Override
  public void close() {
    node.close();
  }

  private static Path file(String path) {
    return SourceTree.root().resolve(path);
  }

  /** Looks for something that may not be there yet. */
  private interface Look<T> {
    Optional<T> look();
  }
}
