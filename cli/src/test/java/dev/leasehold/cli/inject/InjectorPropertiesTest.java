// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.cli.yaml.YamlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

class InjectorPropertiesTest {

  private static final Yaml YAML = Manifests.yaml(new DumperOptions());

  static Stream<Arguments> manifests() {
    return Manifests.all().entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  @Test
  void thereAreManifestsEnough() {
    assertThat(Manifests.files()).hasSizeGreaterThanOrEqualTo(30);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("manifests")
  void undoGivesTheInputBack(String name, String text) throws YamlSyntaxException {
    String injected = inject(text).text();
    assertThat(injector().undo(injected).text()).isEqualTo(text);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("manifests")
  void injectingTwiceIsInjectingOnce(String name, String text) throws YamlSyntaxException {
    String injected = inject(text).text();
    InjectionResult again = inject(injected);
    assertThat(again.text()).isEqualTo(injected);
    assertThat(again.reports())
        .extracting(DocumentReport::status)
        .doesNotContain(DocumentReport.Status.INJECTED);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("manifests")
  void undoTakesASidecarOutAndTwiceIsOnce(String name, String text) throws YamlSyntaxException {
    InjectionResult result = new Injector(Manifests.sidecar(), null).inject(text);
    assertThat(result.hasFailed()).as("%s", result.reports()).isEqualTo(name.contains("root-pod"));
    assertThat(injector().undo(result.text()).text()).isEqualTo(text);
    assertThat(new Injector(Manifests.sidecar(), null).inject(result.text()).text())
        .isEqualTo(result.text());
    assertThat(load(result.text()).toString())
        .contains(result.hasFailed() || !hasPods(text) ? "" : "shareProcessNamespace=true");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("manifests")
  void theAgentReplacesASidecarAndTheOtherWayRound(String name, String text)
      throws YamlSyntaxException {
    String agent = inject(text).text();
    InjectionResult sidecar = new Injector(Manifests.sidecar(), null).inject(text);
    if (!sidecar.hasFailed()) {
      assertThat(new Injector(Manifests.sidecar(), null).inject(agent).text())
          .isEqualTo(sidecar.text());
      assertThat(inject(sidecar.text()).text()).isEqualTo(agent);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("manifests")
  void withoutCredentialsNothingChanges(String name, String text) throws YamlSyntaxException {
    InjectOptions none = new InjectOptions(Map.of(), java.util.Set.of(), List.of());
    assertThat(new Injector(none, null).inject(text).text()).isEqualTo(text);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("manifests")
  void everyLineOfTheInputStaysInItsOrder(String name, String text) throws YamlSyntaxException {
    List<String> lines = inject(text).text().lines().toList();
    int at = 0;
    for (String line : text.lines().filter(each -> !each.contains("JAVA_TOOL")).toList()) {
      if (isChanged(line)) {
        continue;
      }
      while (at < lines.size() && !stays(line, lines.get(at))) {
        at++;
      }
      assertThat(at)
          .as("line \"%s\" is not there, or not in its place", line)
          .isLessThan(lines.size());
    }
  }

  /** In flow style the last line gets a comma. */
  private static boolean stays(String before, String after) {
    return after.equals(before) || after.equals(before + ",");
  }

  /** A line in flow style may get something in its middle, and a value that is appended to. */
  private static boolean isChanged(String line) {
    return line.matches(
        ".*[\\[{\\]}].*|.*(-X|-D|: ?~|''|null|\\\\u00e9|xE9).*|\\s*[\"'].*|.*,\\s*");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("manifests")
  void nothingButTheAdditionsIsInTheModel(String name, String text) throws YamlSyntaxException {
    InjectionResult result = inject(text);
    assertThat(result.hasFailed()).as("%s", result.reports()).isFalse();
    List<Object> before = load(text);
    List<Object> after = load(result.text());
    List<Map<String, Object>> pods = new ArrayList<>();
    after.forEach(document -> PodModels.collect(document, pods));
    long injected =
        result.reports().stream()
            .filter(each -> each.status() == DocumentReport.Status.INJECTED)
            .count();
    assertThat(pods).hasSize((int) injected);
    pods.forEach(PodModels::takeAdditions);
    assertThat(PodModels.plain(after)).isEqualTo(PodModels.plain(before));
  }

  private static boolean hasPods(String text) {
    List<Map<String, Object>> pods = new ArrayList<>();
    load(text).forEach(document -> PodModels.collect(document, pods));
    return !pods.isEmpty();
  }

  private static List<Object> load(String text) {
    List<Object> documents = new ArrayList<>();
    YAML.loadAll(text.substring(text.startsWith("\uFEFF") ? 1 : 0).replace('\t', ' '))
        .forEach(documents::add);
    return documents;
  }

  private static Injector injector() {
    return new Injector(Manifests.options(), null);
  }

  private static InjectionResult inject(String text) throws YamlSyntaxException {
    return injector().inject(text);
  }
}
