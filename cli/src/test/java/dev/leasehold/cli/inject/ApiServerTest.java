// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.cli.cluster.ClusterPlace;
import dev.leasehold.cli.cluster.KubernetesCluster;
import dev.leasehold.cli.yaml.YamlSyntaxException;
import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.kubernetes.ControlPlane;
import dev.leasehold.testbed.kubernetes.JwtIssuer;
import dev.leasehold.testbed.kubernetes.ServiceAccount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.DumperOptions;

/**
 * A real API server takes the injected manifests, strictly and with the {@code restricted}
 * standard.
 */
class ApiServerTest {

  private static final String POD =
      """
      securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
      containers:
      - name: orders
        image: orders:1
        securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
      """;
  private static final String STRICT = "?dryRun=All&fieldValidation=Strict";
  private static ControlPlane cluster;

  @BeforeAll
  static void start() {
    cluster = ControlPlane.launch();
    cluster
        .api()
        .create(
            "/api/v1/namespaces",
            Map.of(
                "metadata",
                Map.of(
                    "name",
                    "restricted",
                    "labels",
                    Map.of("pod-security.kubernetes.io/enforce", "restricted"))));
    cluster.create(new ServiceAccount("restricted", "default"));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void theRestrictedStandardIsEnforced() {
    String privileged = pod().replace("allowPrivilegeEscalation: false, ", "");
    assertThatThrownBy(() -> create("api/v1", "pods", load(privileged)))
        .hasMessageContaining("violates PodSecurity");
  }

  @Test
  void takesAnInjectedPodAsRestricted() throws YamlSyntaxException {
    JsonNode created = create("api/v1", "pods", load(injected(pod())));
    assertThat(created.at("/spec/initContainers/0/name").asText()).isEqualTo("leasehold-agent");
    assertThat(created.at("/spec/volumes/0/emptyDir/sizeLimit").asText()).isEqualTo("32Mi");
    JsonNode sources = created.at("/spec/volumes/1/projected/sources");
    assertThat(sources.at("/0/serviceAccountToken/audience").asText()).isEqualTo("vault");
    assertThat(sources.at("/1/configMap/name").asText()).isEqualTo("vault-ca");
  }

  @Test
  void takesANativeSidecarAsRestricted() throws YamlSyntaxException {
    String pod =
        pod().replace("runAsNonRoot: true", "runAsNonRoot: true, runAsUser: 1000")
            + "  restartPolicy: OnFailure\n";
    JsonNode spec = create("api/v1", "pods", load(injected(pod, Map.of()))).get("spec");
    assertThat(spec.at("/initContainers/0/name").asText()).isEqualTo("leasehold-sidecar");
    assertThat(spec.at("/initContainers/0/restartPolicy").asText()).isEqualTo("Always");
    assertThat(spec.at("/initContainers/0/startupProbe/exec/command").toString())
        .contains("healthcheck");
    assertThat(spec.at("/initContainers/0/securityContext/runAsUser").isMissingNode()).isTrue();
    assertThat(spec.at("/containers/0/volumeMounts").toString())
        .contains("{\"name\":\"leasehold-credentials\",\"readOnly\":true,");
    assertThat(spec.at("/volumes/0/emptyDir").toString())
        .isEqualTo("{\"medium\":\"Memory\",\"sizeLimit\":\"1Mi\"}");
    assertThat(spec.at("/shareProcessNamespace").asBoolean()).isTrue();
    assertThat(spec.at("/securityContext/fsGroup").asInt()).isEqualTo(10001);
  }

  @Test
  void takesAClassicSidecarAsRestricted() throws YamlSyntaxException {
    JsonNode spec =
        create("api/v1", "pods", load(injected(pod(), Map.of("sidecar", "classic")))).get("spec");
    assertThat(spec.at("/initContainers/0/args/0").asText()).isEqualTo("init");
    assertThat(spec.at("/containers/0/name").asText()).isEqualTo("orders");
    assertThat(spec.at("/containers/1/name").asText()).isEqualTo("leasehold-sidecar");
    assertThat(spec.at("/containers/1/args/0").asText()).isEqualTo("run");
  }

  @Test
  void takesAnImageVolumeAsRestricted() throws YamlSyntaxException {
    Map<String, String> words = new HashMap<>(Manifests.options().words());
    words.put("agent-volume", "image");
    InjectOptions options = new InjectOptions(words, Set.of(), List.of());
    JsonNode spec =
        create("api/v1", "pods", load(new Injector(options, null).inject(pod()).text()))
            .get("spec");
    assertThat(spec.has("initContainers")).isFalse();
    assertThat(spec.at("/volumes/0/image/reference").asText())
        .isEqualTo("registry.example.com/leasehold:1");
    assertThat(spec.at("/containers/0/volumeMounts/0/subPath").asText()).isEqualTo("opt/leasehold");
  }

  @Test
  void takesWhatReplacesVaultsInjector() throws YamlSyntaxException {
    Map<String, String> words = new HashMap<>(Manifests.options().words());
    words.put("from-vault-annotations", "true");
    words.remove("creds");
    String pod =
        pod()
            .replace(
                "{name: orders}\nspec:",
                "{name: orders, annotations: {vault.hashicorp.com/agent-inject: 'true',"
                    + " vault.hashicorp.com/agent-inject-secret-db: database/creds/orders}}\nspec:");
    InjectOptions options = new InjectOptions(words, Set.of(), List.of());
    JsonNode created =
        create("api/v1", "pods", load(new Injector(options, null).inject(pod).text()));
    assertThat(created.at("/metadata/annotations").toString())
        .contains("\"vault.hashicorp.com/agent-inject\":\"false\"");
    assertThat(created.at("/spec/containers/0/env").toString()).contains("database/creds/orders");
  }

  @Test
  void takesTheManifestByHandOfTheInstallPage() {
    cluster.create(new ServiceAccount("default", "orders"));
    String page = SourceTree.read("docs/install.md");
    String section = page.substring(page.indexOf("\n## Init container"));
    int begin = section.indexOf("```yaml\n") + "```yaml\n".length();
    Map<String, Object> pod = load(section.substring(begin, section.indexOf("\n```\n", begin)));
    Map<String, Object> spec = cast(pod.get("spec"));
    List<Map<String, Object>> containers = cast(spec.get("containers"));
    containers.get(0).put("image", "orders:1");
    pod.putAll(Map.of("apiVersion", "v1", "kind", "Pod", "metadata", Map.of("name", "orders")));
    JsonNode created = cluster.api().create("/api/v1/namespaces/default/pods" + STRICT, pod);
    assertThat(created.at("/spec/containers/0/env/0/value").asText())
        .isEqualTo("-javaagent:/leasehold/leasehold-agent.jar");
    assertThat(created.at("/spec/containers/0/env").findValuesAsText("name"))
        .contains("LEASEHOLD_URL");
  }

  @SuppressWarnings("unchecked")
  private static <T> T cast(@Nullable Object value) {
    return (T) Objects.requireNonNull(value);
  }

  @ParameterizedTest
  @CsvSource({
    "Deployment,  apps/v1,  deployments",
    "StatefulSet, apps/v1,  statefulsets",
    "DaemonSet,   apps/v1,  daemonsets",
    "ReplicaSet,  apps/v1,  replicasets",
    "Job,         batch/v1, jobs",
    "CronJob,     batch/v1, cronjobs",
  })
  void takesEachKind(String kind, String version, String collection) throws YamlSyntaxException {
    String pod = POD.indent(kind.equals("CronJob") ? 10 : 6);
    String restart = kind.endsWith("Job") ? "      restartPolicy: Never\n" : "";
    String selector =
        kind.endsWith("Job") ? "" : "  selector: {matchLabels: {app: orders}}\n  serviceName: s\n";
    String template =
        "  template:\n    metadata: {labels: {app: orders}}\n    spec:\n" + restart + pod;
    String spec =
        kind.equals("CronJob")
            ? "  schedule: '@daily'\n  jobTemplate:\n    spec:\n      template:\n        spec:\n"
                + "          restartPolicy: Never\n"
                + pod
            : (kind.equals("StatefulSet") ? selector : selector.replace("  serviceName: s\n", ""))
                + template;
    String text =
        "apiVersion: " + version + "\nkind: " + kind + "\nmetadata: {name: orders}\nspec:\n" + spec;
    JsonNode created = create("apis/" + version, collection, load(injected(text)));
    assertThat(created.findValue("initContainers").path(0).path("name").asText())
        .isEqualTo("leasehold-agent");
  }

  @Test
  void asksTheClusterForTheConfigMapsThatTheInputDoesNotHave() throws YamlSyntaxException {
    provide("configmaps", "options", Map.of("data", Map.of("JAVA_TOOL_OPTIONS", "-Xmx1g")));
    provide("configmaps", "plain", Map.of("data", Map.of("POD_NAME", "chosen")));
    assertThat(
            withCluster(
                from("configMapRef: {name: options, optional: true}"), cluster.kubeconfig()))
        .contains("JAVA_TOOL_OPTIONS comes from ConfigMap options (envFrom), which is optional");
    assertThat(withCluster(from("configMapRef: {name: plain}"), cluster.kubeconfig()))
        .isEqualTo("pod/orders: injected (container orders: agent)");
    assertThat(withCluster(from("secretRef: {name: none}"), cluster.kubeconfig()))
        .contains("Secret none (envFrom) is neither in the input nor in the cluster");
  }

  @Test
  void knowsTheSettingThatASecretOfTheClusterHas() throws YamlSyntaxException {
    provide("secrets", "login", Map.of("stringData", Map.of("method", "no-such-method")));
    String pod =
        pod()
            + "    env:\n    - name: LEASEHOLD_AUTH_METHOD\n"
            + "      valueFrom: {secretKeyRef: {name: login, key: method}}\n";
    assertThat(withCluster(pod, cluster.kubeconfig()))
        .contains("LEASEHOLD_AUTH_METHOD: unknown value")
        .doesNotContain("no-such-method");
  }

  @Test
  void namesTheRightThatIsMissing(@TempDir Path folder) throws Exception {
    String audience = JwtIssuer.CLUSTER;
    String token =
        cluster.token(new ServiceAccount("restricted", "default"), audience, Duration.ofHours(1));
    Path config = folder.resolve("config");
    String admin = Files.readString(cluster.kubeconfig());
    Files.writeString(config, admin.replaceFirst("token: .*", "token: " + token));
    assertThat(withCluster(from("secretRef: {name: login}"), config))
        .contains("no right to read Secret login")
        .contains("lacks the verb get on secrets in namespace restricted");
    Map<String, String> unnamed = new HashMap<>(Manifests.options().words());
    unnamed.remove("creds");
    assertThat(withCluster(from("secretRef: {name: login}"), config, unnamed))
        .startsWith("pod/orders: skipped (no credentials named")
        .contains("warning: container orders: no right to read Secret login")
        .contains("credentials that it names are not seen, at -:11, document 1")
        .containsOnlyOnce("warning: ");
    Files.writeString(config, admin.replaceFirst("token: .*", "token: unknown"));
    assertThatThrownBy(() -> withCluster(from("secretRef: {name: login}"), config))
        .hasMessageContaining("does not know the user of the context (401)");
  }

  private static String from(String source) {
    return pod() + "    envFrom:\n    - " + source + "\n";
  }

  private static void provide(String collection, String name, Map<String, ?> content) {
    Map<String, Object> object = new HashMap<>(content);
    object.put("metadata", Map.of("name", name));
    cluster.api().provide("/api/v1/namespaces/restricted/" + collection, object);
  }

  /** Returns the report of one pod, whose manifest names no namespace. */
  private static String withCluster(String pod, Path kubeconfig) throws YamlSyntaxException {
    return withCluster(pod, kubeconfig, Manifests.options().words());
  }

  private static String withCluster(String pod, Path kubeconfig, Map<String, String> words)
      throws YamlSyntaxException {
    InjectOptions options = new InjectOptions(words, Set.of(), List.of());
    KubernetesCluster objects =
        KubernetesCluster.at(new ClusterPlace(kubeconfig, "testbed", "restricted"));
    try {
      InjectionResult result = new Injector(options, objects).inject(pod);
      return result.reports().get(0).text("-");
    } finally {
      objects.close();
    }
  }

  private static String pod() {
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: orders}\nspec:\n" + POD.indent(2);
  }

  private static String injected(String text) throws YamlSyntaxException {
    InjectionResult result = new Injector(Manifests.options(), null).inject(text);
    assertThat(result.reports())
        .extracting(DocumentReport::status)
        .containsExactly(DocumentReport.Status.INJECTED);
    return result.text();
  }

  private static String injected(String text, Map<String, String> words)
      throws YamlSyntaxException {
    Map<String, String> all = new HashMap<>(Manifests.sidecar().words());
    all.putAll(words);
    InjectionResult result =
        new Injector(new InjectOptions(all, Set.of(), List.of()), null).inject(text);
    assertThat(result.hasFailed()).as("%s", result.reports()).isFalse();
    return result.text();
  }

  private static Map<String, Object> load(String text) {
    return Manifests.yaml(new DumperOptions()).load(text);
  }

  private static JsonNode create(String version, String collection, Map<String, Object> object) {
    String path = "/" + version + "/namespaces/restricted/" + collection + STRICT;
    return cluster.api().create(path, object);
  }
}
