// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.TextEdits;
import dev.leasehold.cli.yaml.YamlDocument;
import dev.leasehold.cli.yaml.YamlInserter;
import dev.leasehold.cli.yaml.YamlMapping;
import dev.leasehold.cli.yaml.YamlParser;
import dev.leasehold.cli.yaml.YamlStyle;
import dev.leasehold.cli.yaml.YamlSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The input and output of a KRM function: objects in {@code items}, and the request in {@code
 * functionConfig} (kustomize, cmd/config/docs/api-conventions/functions-spec.md).
 */
final class ResourceList {

  private static final String KIND = "ResourceList";
  private static final String GROUP = "config.kubernetes.io/";

  private final YamlMapping root;

  private ResourceList(YamlMapping root) {
    this.root = root;
  }

  /**
   * Returns the list that the text is; null where it is another stream.
   *
   * @throws YamlSyntaxException when the text is not YAML
   */
  static @Nullable ResourceList of(String text) throws YamlSyntaxException {
    if (!text.contains(KIND)) {
      return null;
    }
    List<YamlDocument> documents = YamlParser.parse(text);
    boolean isOne =
        documents.size() == 1
            && documents.get(0).root() instanceof YamlMapping mapping
            && KIND.equals(mapping.text("kind"))
            && String.valueOf(mapping.text("apiVersion")).startsWith(GROUP);
    return isOne ? new ResourceList((YamlMapping) documents.get(0).root()) : null;
  }

  /** Returns the words in {@code functionConfig.data}, by the names of annotations. */
  Map<String, String> words() {
    Map<String, String> words = new LinkedHashMap<>();
    YamlMapping config = root.mapping("functionConfig");
    YamlMapping data = config == null ? null : config.mapping("data");
    for (YamlMapping.Entry entry : data == null ? List.<YamlMapping.Entry>of() : data.entries()) {
      String name = entry.key().value();
      String value = data == null ? null : data.text(name);
      words.put(name, value == null ? "" : value);
    }
    return words;
  }

  /**
   * Returns the result with its warnings as the function's {@code results}. Results of an earlier
   * function are left alone.
   */
  static InjectionResult withResults(InjectionResult result) throws YamlSyntaxException {
    List<Object> results = new ArrayList<>();
    for (DocumentReport report : result.reports()) {
      for (InjectionFinding finding : report.findings()) {
        results.add(
            AddedFields.mapping(
                "message",
                report.object() + ": " + finding.message(),
                "severity",
                finding.severity().label(),
                "field",
                Map.of("path", finding.place().below(report.place()))));
      }
    }
    ResourceList changed = result.hasFailed() || results.isEmpty() ? null : of(result.text());
    YamlMapping.Entry items = changed == null ? null : changed.root.entry("items");
    if (changed == null || items == null || changed.root.entry("results") != null) {
      return result;
    }
    TextEdits edits = new TextEdits();
    YamlStyle style = YamlStyle.of(result.text(), items, items);
    new YamlInserter(result.text(), style, edits).put(changed.root, "results", results);
    return new InjectionResult(edits.apply(result.text()), result.reports());
  }
}
