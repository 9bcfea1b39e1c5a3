// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leasehold.testbed.ServerBuild;
import dev.leasehold.testbed.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flux's objects of {@code deploy/flux}. A Kustomization is built by Flux's own library. The
 * post-renderer of a HelmRelease is in no library (fluxcd/helm-controller,
 * internal/postrender/kustomize.go). It puts its patches into a kustomization of the rendered
 * chart, and so does this test.
 */
class FluxIT {

  private static final Path FLUX = SourceTree.root().resolve("deploy/flux");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final ToolRun tools;

  FluxIT(@TempDir Path folder) {
    this.folder = folder;
    this.tools = new ToolRun(folder);
  }

  @Test
  void aKustomizationWithTheComponentMakesWhatTheCommandMakes() throws Exception {
    Path object = FLUX.resolve("kustomization.yaml");
    Path repository = Files.createDirectory(folder.resolve("repository"));
    HelmExample.copy(
        SourceTree.root().resolve("deploy/kustomize/agent"),
        Files.createDirectory(repository.resolve("leasehold")).resolve("agent"));
    String path = ManifestModels.all(Files.readString(object)).get(0).at("/spec/path").asText();
    Path orders = Files.createDirectory(repository.resolve(path).normalize());
    String plain = SourceTree.read("deploy/kustomize/example/orders.yaml");
    Files.writeString(orders.resolve("orders.yaml"), plain);
    String build = ServerBuild.directory("flux").resolve("flux-build").toString();
    String built = tools.succeed(List.of(build, repository.toString(), object.toString()));
    assertSameAsInjected(built, plain);
    assertThat(ManifestModels.all(built).get(0).at("/metadata/namespace").asText())
        .as("Flux refuses an object without a namespace")
        .isEqualTo("shop");
  }

  @Test
  void aHelmReleaseWithThePatchesMakesWhatTheCommandMakes() throws Exception {
    Path helm = ServerBuild.directory("helm3").resolve("helm");
    String chart = HelmExample.copy(folder, helm, tools).toString();
    String plain =
        tools.succeed(
            List.of(helm.toString(), "template", "orders", chart, "--set=leasehold.enabled=false"));
    Path release = Files.createDirectory(folder.resolve("release"));
    Files.writeString(release.resolve("helm-output.yaml"), plain);
    JsonNode renderer = flux("helm-release.yaml").at("/spec/postRenderers/0/kustomize");
    ObjectNode kustomization = JSON.createObjectNode();
    kustomization.putArray("resources").add("helm-output.yaml");
    for (String field : List.of("patches", "images")) {
      kustomization.set(field, renderer.get(field));
    }
    assertSameAsInjected(build(release, kustomization), plain);
  }

  @Test
  void thePatchesAreThoseOfTheComponentAndOfItsExample() {
    JsonNode release = flux("helm-release.yaml").at("/spec/postRenderers/0/kustomize/patches");
    JsonNode kustomization = flux("kustomization.yaml").at("/spec/patches");
    List<JsonNode> component =
        ManifestModels.all(SourceTree.read("deploy/kustomize/agent/pod.yaml"));
    List<JsonNode> container =
        ManifestModels.all(SourceTree.read("deploy/kustomize/example/container.yaml"));
    assertThat(patch(release.get(0))).isEqualTo(component);
    assertThat(patch(release.get(1))).isEqualTo(container);
    assertThat(patch(kustomization.get(0))).isEqualTo(container);
  }

  private static List<JsonNode> patch(JsonNode patch) {
    return ManifestModels.all(patch.get("patch").asText());
  }

  private static JsonNode flux(String file) {
    return ManifestModels.all(SourceTree.read("deploy/flux/" + file)).get(0);
  }

  private String build(Path directory, ObjectNode kustomization)
      throws IOException, InterruptedException {
    Files.writeString(directory.resolve("kustomization.yaml"), kustomization.toPrettyString());
    return tools.succeed(List.of("kustomize", "build", directory.toString()));
  }

  private static void assertSameAsInjected(String built, String plain) {
    JsonNode injected = ManifestModels.podSpec(HelmExample.inject(plain));
    ManifestModels.assertSamePod(ManifestModels.podSpec(built), injected);
  }
}
