// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.config.ProcessInputs;
import dev.leasehold.config.Settings;
import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.kubernetes.ControlPlane;
import dev.leasehold.testbed.kubernetes.ServiceAccount;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The manifests and the settings of the documents: a real API server and the program take them. */
class DocumentedManifestsIT {

  private static final String NAMESPACE = "restricted";
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)\n```\n", Pattern.DOTALL);
  private static final Pattern SETTING = Pattern.compile("LEASEHOLD(_[A-Z]+)+");

  @AutoClose private static ControlPlane cluster;

  @BeforeAll
  static void start() {
    cluster = ControlPlane.launch();
    Map<String, String> enforced = Map.of("pod-security.kubernetes.io/enforce", NAMESPACE);
    cluster
        .api()
        .create(
            "/api/v1/namespaces",
            Map.of("metadata", Map.of("name", NAMESPACE, "labels", enforced)));
    cluster.create(new ServiceAccount(NAMESPACE, "orders"));
    cluster.create(new ServiceAccount(NAMESPACE, "default"));
  }

  @Test
  void theSidecarsPodIsTakenAsItIsAndItsSettingsAreValid() {
    Map<String, Object> pod = cast(onlyYaml("docs/sidecar.md"));
    JsonNode spec = create(pod).get("spec");
    JsonNode sidecar = spec.at("/initContainers/0");
    assertThat(sidecar.at("/restartPolicy").asText()).isEqualTo("Always");
    assertThat(spec.at("/shareProcessNamespace").asBoolean()).isTrue();

    SidecarProcess validate = SidecarProcess.start(environment(sidecar), "validate");
    assertThat(validate.end()).as(validate.output()).isZero();
    assertThat(validate.output())
        .contains(
            "default: database/creds/orders is written to"
                + " /run/leasehold/default.properties as properties");
  }

  /** Each of the two that a pod has: the file of the sidecar, and a mounted Secret. */
  @Test
  void theAgentTakesTheSettingsOfTheFileSourcesPods() throws Exception {
    List<Object> snippets = yaml("docs/file-source.md");
    Map<String, Object> ofSidecar = cast(snippets.get(0));
    Map<String, Object> ofSecret = cast(snippets.get(3));
    List<Map<String, Object>> containers = cast(ofSecret.get("containers"));
    Map<String, Object> second = new HashMap<>(containers.get(0));

    assertSource(createdEnvironment(ofSidecar, Map.of()), "file:/run/leasehold/");
    assertSource(
        createdEnvironment(
            second, Map.of("volumes", Objects.requireNonNull(ofSecret.get("volumes")))),
        "file:/etc/db");
  }

  /** The operators' own objects, of which this API server knows nothing. */
  @Test
  void theOtherSnippetsOfTheFileSourceAreYaml() {
    List<Object> snippets = yaml("docs/file-source.md");
    assertThat(snippets).hasSize(4);
    Map<String, String> annotations = cast(snippets.get(1));
    assertThat(annotations)
        .containsEntry(
            "vault.hashicorp.com/agent-inject-secret-db.properties", "database/creds/orders");
    assertThat(annotations.get("vault.hashicorp.com/agent-inject-template-db.properties"))
        .contains("username={{ .Data.username }}\npassword={{ .Data.password }}");
    Map<String, String> provider = cast(snippets.get(2));
    List<Map<String, String>> objects = cast(new Yaml().load(provider.get("objects")));
    assertThat(objects)
        .extracting(object -> object.get("objectName") + " " + object.get("secretKey"))
        .containsExactly("username username", "password password");
  }

  /** The values are none: that a name is known is said before a value is looked at. */
  @Test
  void thePageFromVaultAgentNamesNoSettingThatTheSidecarLacks() {
    Map<String, String> environment = new HashMap<>();
    SETTING
        .matcher(SourceTree.read("docs/from-vault-agent.md"))
        .results()
        .forEach(name -> environment.put(name.group(), "?"));
    assertThat(environment).hasSizeGreaterThan(15);
    environment.put("LEASEHOLD_BINDINGS", "orders,reports");
    SidecarProcess validate = SidecarProcess.start(environment, "validate");
    assertThat(validate.end()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(validate.output())
        .contains("LEASEHOLD_FILE_FORMAT: ")
        .doesNotContain("unknown setting")
        .doesNotContain("only the agent")
        .doesNotContain("no binding is called");
  }

  private static void assertSource(Map<String, String> environment, String source)
      throws Exception {
    assertThat(environment.get("LEASEHOLD_CREDS")).startsWith(source);
    environment.put("LEASEHOLD_URL", "jdbc:postgresql://db.example/orders");
    Settings settings = Settings.read(new ProcessInputs(null, Map.of(), environment));
    assertThat(settings.configured()).isTrue();
    assertThat(settings.usesVault()).isFalse();
  }

  /** Puts a page's fields of a container into a pod, and returns its variables. */
  private static Map<String, String> createdEnvironment(
      Map<String, Object> container, Map<String, Object> ofPod) {
    Map<String, Object> whole = new HashMap<>(container);
    whole.putAll(Map.of("name", "orders", "image", "orders:1"));
    whole.put(
        "securityContext",
        Map.of("allowPrivilegeEscalation", false, "capabilities", Map.of("drop", List.of("ALL"))));
    Map<String, Object> spec = new HashMap<>(ofPod);
    spec.put("containers", List.of(whole));
    spec.put(
        "securityContext",
        Map.of("runAsNonRoot", true, "seccompProfile", Map.of("type", "RuntimeDefault")));
    Map<String, Object> pod = new HashMap<>(Map.of("apiVersion", "v1", "kind", "Pod"));
    pod.putAll(Map.of("metadata", Map.of("name", "orders"), "spec", spec));
    return environment(create(pod).at("/spec/containers/0"));
  }

  private static Map<String, String> environment(JsonNode container) {
    Map<String, String> environment = new HashMap<>();
    container
        .at("/env")
        .forEach(entry -> environment.put(entry.get("name").asText(), entry.get("value").asText()));
    return environment;
  }

  private static JsonNode create(Map<String, Object> pod) {
    String path = "/api/v1/namespaces/" + NAMESPACE + "/pods?dryRun=All&fieldValidation=Strict";
    return cluster.api().create(path, pod);
  }

  private static Object onlyYaml(String page) {
    List<Object> snippets = yaml(page);
    assertThat(snippets).hasSize(1);
    return snippets.get(0);
  }

  private static List<Object> yaml(String page) {
    return YAML.matcher(SourceTree.read(page))
        .results()
        .map(snippet -> new Yaml().<Object>load(snippet.group(1)))
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static <T> T cast(@Nullable Object value) {
    return (T) Objects.requireNonNull(value);
  }
}
