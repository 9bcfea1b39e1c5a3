// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;

/** Manifests in the styles that people and tools write. */
final class Manifests {

  static final Path FOLDER = Path.of("src", "test", "resources", "manifests");

  private static final InjectOptions OPTIONS =
      new InjectOptions(
          Map.of(
              "agent-image", "registry.example.com/leasehold:1",
              "vault.addr", "https://vault:8200",
              "vault-ca-config-map", "vault-ca",
              "auth.role", "orders",
              "creds", "database/creds/orders",
              "url", "jdbc:postgresql://postgres:5432/orders"),
          Set.of(),
          java.util.List.of());

  private static final InjectOptions SIDECAR =
      new InjectOptions(
          Map.of(
              "agent-image", "registry.example.com/leasehold:1",
              "vault.addr", "https://vault:8200",
              "auth.role", "orders",
              "creds", "database/creds/orders",
              "mode", "sidecar",
              "signal", "HUP",
              "signal.process", "orders"),
          Set.of(),
          java.util.List.of());

  private Manifests() {}

  /** Options with which pods get a native sidecar that sends a signal. */
  static InjectOptions sidecar() {
    return SIDECAR;
  }

  /** Options with which each pod of the manifests is injected. */
  static InjectOptions options() {
    return OPTIONS;
  }

  /** Texts as they are in files, by name. */
  static Map<String, String> files() {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.toList()) {
        texts.put(String.valueOf(file.getFileName()), Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }

  /** The files, with other line breaks and ends, and written anew in other styles. */
  static Map<String, String> all() {
    Map<String, String> texts = new LinkedHashMap<>();
    files()
        .forEach(
            (name, text) -> {
              texts.put(name, text);
              texts.put(name + ", CRLF", text.replace("\n", "\r\n"));
              texts.put(name + ", no break at its end", text.stripTrailing());
              texts.put(name + ", with a byte order mark", '\uFEFF' + text);
              texts.put(name + ", a comment at its end", text + "\n# The end.");
              styles()
                  .forEach(
                      (style, yaml) -> {
                        String dumped = dump(yaml, text);
                        if (!dumped.contains("!!null")) { // A tag that no manifest has.
                          texts.put(name + ", " + style, dumped);
                        }
                      });
            });
    return texts;
  }

  static Yaml yaml(DumperOptions options) {
    LoaderOptions loading = new LoaderOptions();
    return new Yaml(new SafeConstructor(loading), new Representer(options), options, loading);
  }

  private static String dump(Yaml yaml, String text) {
    return yaml.dumpAll(yaml.loadAll(text.replace('\t', ' ')).iterator());
  }

  private static Map<String, Yaml> styles() {
    Map<String, Yaml> styles = new LinkedHashMap<>();
    styles.put("block", yaml(block()));
    DumperOptions indented = block();
    indented.setIndent(4);
    indented.setIndicatorIndent(2);
    styles.put("indicator indented", yaml(indented));
    DumperOptions both = block();
    both.setIndicatorIndent(2);
    both.setIndentWithIndicator(true);
    styles.put("list indented", yaml(both));
    DumperOptions flow = new DumperOptions();
    flow.setDefaultFlowStyle(DumperOptions.FlowStyle.FLOW);
    flow.setWidth(60);
    styles.put("flow", yaml(flow));
    DumperOptions pretty = new DumperOptions();
    pretty.setDefaultFlowStyle(DumperOptions.FlowStyle.FLOW);
    pretty.setPrettyFlow(true);
    pretty.setDefaultScalarStyle(DumperOptions.ScalarStyle.DOUBLE_QUOTED);
    styles.put("pretty flow", yaml(pretty));
    DumperOptions single = block();
    single.setDefaultScalarStyle(DumperOptions.ScalarStyle.SINGLE_QUOTED);
    single.setExplicitStart(true);
    single.setExplicitEnd(true);
    styles.put("single-quoted", yaml(single));
    DumperOptions literal = block();
    literal.setDefaultScalarStyle(DumperOptions.ScalarStyle.LITERAL);
    styles.put("literal", yaml(literal));
    styles.put("auto", yaml(new DumperOptions()));
    return styles;
  }

  private static DumperOptions block() {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    return options;
  }
}
