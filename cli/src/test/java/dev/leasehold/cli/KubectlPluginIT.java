// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.ServerBuild;
import dev.leasehold.testbed.kubernetes.ControlPlane;
import dev.leasehold.testbed.kubernetes.JwtIssuer;
import dev.leasehold.testbed.kubernetes.Kubectl;
import dev.leasehold.testbed.kubernetes.ServiceAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a plugin of a real kubectl, asking a real API server. */
class KubectlPluginIT {

  private static final Path PROGRAMS = Path.of("target", "leasehold", "bin").toAbsolutePath();
  private static final ServiceAccount NOBODY = new ServiceAccount("shop", "default");
  private static final String WHY =
      "Leasehold: binding default has no credential: Vault answered 403";

  private static final String AGENT =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: orders, namespace: shop}
      spec:
        initContainers:
        - {name: leasehold-agent, image: "registry.example.com/leasehold-sidecar:1"}
        containers:
        - name: orders
          image: orders:1
          env: [{name: JAVA_TOOL_OPTIONS, value: "-Xmx1g -javaagent:/leasehold/leasehold-agent.jar"}]
      """;
  private static final String SIDECAR =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web, namespace: front}
      spec:
        initContainers:
        - {name: leasehold-sidecar, image: "leasehold-sidecar:2", restartPolicy: Always}
        containers:
        - {name: web, image: web:1}
      """;
  private static final String OTHER =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: cache, namespace: shop}
      spec:
        containers:
        - name: cache
          image: cache:1
          env: [{name: JAVA_TOOL_OPTIONS, value: "-javaagent:/other.jar"}]
      """;

  private static ControlPlane cluster;
  private static Kubectl kubectl;

  /** Has the classes of the first start, which takes four times as long as the next. */
  private static Path cache;

  private final Path folder;

  KubectlPluginIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void start(@TempDir Path manifests, @TempDir Path classes) throws IOException {
    cache = classes;
    cluster = ControlPlane.launch();
    kubectl = new Kubectl(cluster, "shop");
    cluster.create(NOBODY);
    cluster.create(new ServiceAccount("front", "default"));
    Path shop = Files.writeString(manifests.resolve("shop.yaml"), AGENT + "---\n" + OTHER);
    Path front = Files.writeString(manifests.resolve("front.yaml"), SIDECAR);
    kubectl.run("apply", "--filename=" + shop);
    kubectl.run("apply", "--filename=" + front, "--namespace=front");
    // As a kubelet says it; there is none here.
    state(
        "shop",
        "orders",
        "'phase': 'Running', 'containerStatuses': [{'name': 'orders', 'ready': false, 'image': '',"
            + " 'imageID': '', 'restartCount': 1, 'state': {'waiting': {'reason':"
            + " 'CrashLoopBackOff', 'message': 'back-off'}}, 'lastState': {'terminated':"
            + " {'exitCode': 1, 'message': '"
            + WHY
            + "\\u001b[2J'}}}]");
    state(
        "front", "web", "'phase': 'Running', 'conditions': [{'type': 'Ready', 'status': 'True'}]");
  }

  private static void state(String namespace, String pod, String status) {
    kubectl.run(
        "patch",
        "pod",
        pod,
        "--namespace=" + namespace,
        "--subresource=status",
        "--patch={\"status\": {" + status.replace('\'', '"') + "}}");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void listsThePodsOfAllNamespacesAndWhyTheyDoNotRun() throws Exception {
    assertThat(kubectl("leasehold", "status", "-A", config())).as(said()).isEqualTo(1);
    assertThat(output().replaceAll(" +", " "))
        .isEqualTo(
            """
            NAMESPACE POD BY IMAGE STATE
            front web sidecar leasehold-sidecar:2 ready
            shop orders agent registry.example.com/leasehold-sidecar:1 not ready
             orders: %s?[2J
            """
                .formatted(WHY));
  }

  @Test
  void listsThePodsOfOneNamespaceForAProgram() throws Exception {
    assertThat(kubectl("leasehold", "status", "-n", "front", "-o", "json", config())).isZero();
    assertThat(output())
        .isEqualTo(
            "{\"pods\": [{\"namespace\": \"front\", \"name\": \"web\", \"by\": \"sidecar\","
                + " \"image\": \"leasehold-sidecar:2\", \"state\": \"ready\", \"reasons\": {}}]}\n");
    assertThat(kubectl("leasehold", "status", "-n=elsewhere", config())).isZero();
    assertThat(output()).isEqualTo("no pod has Leasehold\n");
    assertThat(kubectl("leasehold", "status", "-n=shop", "-A", config())).isEqualTo(2);
  }

  @Test
  void logsWhatItAsksTheClusterWhereTheOptionSaysSoAndShowsNoToken() throws Exception {
    assertThat(kubectl("leasehold", "status", "-n=front", config())).isZero();
    assertThat(said()).isEmpty();
    assertThat(kubectl("leasehold", "status", "-n=front", "--verbose", config())).isZero();
    assertThat(output()).contains("leasehold-sidecar:2");
    String token =
        Files.readString(cluster.kubeconfig())
            .lines()
            .filter(line -> line.contains("token: "))
            .map(line -> line.substring(line.indexOf("token: ") + "token: ".length()))
            .findFirst()
            .orElseThrow();
    assertThat(said())
        .contains("[DEBUG] KubernetesCluster - asking " + cluster.address())
        .contains("[DEBUG] KubernetesCluster - read 1 pods")
        .doesNotContain(token);
  }

  @Test
  void injectsWithAConfigMapOfTheClusterThatTheContextNames() throws Exception {
    kubectl.run("create", "configmap", "options", "--from-literal=JAVA_TOOL_OPTIONS=-Xmx1g");
    Path pod =
        Files.writeString(
            folder.resolve("pod.yaml"),
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: orders}
            spec:
              containers:
              - name: orders
                image: orders:1
                envFrom: [configMapRef: {name: options}]
            """);
    List<String> inject = new ArrayList<>(List.of("leasehold", "inject", pod.toString()));
    inject.addAll(List.of("--agent-image=a:1", "--vault-addr=https://vault:8200", "--role=orders"));
    inject.addAll(List.of("--creds=database/creds/orders", "--cluster", "-n=shop", config()));
    inject.add("--context=testbed");
    assertThat(kubectl(inject.toArray(String[]::new))).isZero();
    assertThat(output()).contains("$(JAVA_TOOL_OPTIONS) -javaagent:");
  }

  @Test
  void namesTheContextAndTheRightThatAreMissing() throws Exception {
    assertThat(kubectl("leasehold", "status", config(), "--context=nowhere")).isEqualTo(69);
    assertThat(said()).contains("the client configuration has no context nowhere");
    Path nobody = configOfNobody();
    assertThat(kubectl("leasehold", "status", "-n=shop", "--kubeconfig=" + nobody)).isEqualTo(69);
    assertThat(said()).contains("lacks the verb list on pods in namespace shop");
    assertThat(kubectl("leasehold", "status", "-A", "--kubeconfig=" + nobody)).isEqualTo(69);
    assertThat(said()).contains("lacks the verb list on pods in the cluster as a whole");
  }

  @Test
  void needsTheVerbListOnPodsAndNoOther() throws Exception {
    kubectl.run(
        "create", "role", "lists-pods", "--verb=list", "--resource=pods", "--namespace=front");
    kubectl.run(
        "create",
        "rolebinding",
        "lists-pods",
        "--role=lists-pods",
        "--serviceaccount=" + NOBODY.namespace() + ":" + NOBODY.name(),
        "--namespace=front");
    Path nobody = configOfNobody();
    assertThat(kubectl("leasehold", "status", "-n=front", "--kubeconfig=" + nobody))
        .as(said())
        .isZero();
    assertThat(output()).contains("leasehold-sidecar:2");
  }

  private Path configOfNobody() throws IOException {
    String token = cluster.token(NOBODY, JwtIssuer.CLUSTER, Duration.ofHours(1));
    String admin = Files.readString(cluster.kubeconfig());
    return Files.writeString(
        folder.resolve("config"), admin.replaceFirst("token: .*", "token: " + token));
  }

  @Test
  void namesItselfAsItIsCalled() throws Exception {
    assertThat(kubectl("leasehold", "status", "--help")).isZero();
    assertThat(output()).contains("Usage: kubectl leasehold status ").contains("--all-namespaces");
    assertThat(run(List.of(PROGRAMS.resolve("leasehold").toString(), "inject", "--help"))).isZero();
    assertThat(output()).contains("Usage: leasehold inject ");
  }

  private static String config() {
    return "--kubeconfig=" + cluster.kubeconfig();
  }

  private int kubectl(String... arguments) throws IOException, InterruptedException {
    Path kubernetes = ServerBuild.directory("kubernetes").resolve("kubernetes");
    List<String> command = new ArrayList<>(List.of(kubernetes.toString(), "kubectl"));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private int run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("output").toFile())
            .redirectError(folder.resolve("errors").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("LEASEHOLD_CACHE", cache.toString());
    builder.environment().merge("PATH", PROGRAMS.toString(), (path, own) -> own + ":" + path);
    Process process = builder.start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output"));
  }

  private String said() throws IOException {
    Path errors = folder.resolve("errors");
    return Files.exists(errors) ? Files.readString(errors) : "";
  }
}
