// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlParserTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: 1\\nb:\\n\\t- 2      | 3 | 1 | cannot start any token",
        "a: {{ .Values.a }}     | 1 | 5 | render it first",
        "a: b\\n{{- if .Values.b }}\\nc: d\\n{{- end }} | 3 | 1 | render it first",
        "a: 1\\na: 2            | 2 | 1 | key \"a\" stands in this mapping twice",
        "a: *b                  | 1 | 4 | alias *b has no anchor",
        "a: &x 1\\n---\\nb: *x  | 3 | 4 | alias *x has no anchor",
        "a: [1                  | 1 | 6 | expected",
        "a: \"🦊\" b            | 1 | 8 | expected",
        "a: b\u0007c            | 1 | 5 | character U+0007",
      })
  void namesThePlaceAndWhatToDo(String text, int line, int column, String problem) {
    YamlSyntaxException thrown = failure(text.replace("\\n", "\n").replace("\\t", "\t"));
    assertThat(thrown.line()).as("line of %s", thrown).isEqualTo(line);
    assertThat(thrown.column()).as("column of %s", thrown).isEqualTo(column);
    assertThat(thrown).hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: Pod\\nmetadata: {name: a}\\nspec:\\n\\t- 2 | document 1 (pod/a), spec: ",
        "a: 1\\n---\\nkind: Job\\nspec:\\n  c:\\n  - d: *x | document 2 (job/?), spec.c[0].d: ",
        "a: {b.c/d: [1, {}, {e: 1, e: 2}]} | document 1, a[b.c/d][2].e: ",
      })
  void namesDocumentObjectAndPath(String text, String place) {
    YamlSyntaxException thrown = failure(text.replace("\\n", "\n").replace("\\t", "\t"));
    assertThat(thrown).hasMessageStartingWith(place);
  }

  @Test
  void namesThePathOfANode() throws YamlSyntaxException {
    YamlDocument document = YamlParser.parse("a: &x {b: [1, {c: }, [d]]}\ne: *x\n").get(0);
    YamlMapping a = Objects.requireNonNull(((YamlMapping) document.root()).mapping("e"));
    YamlNode item = a.items("b").get(1);
    YamlNode nothing = Objects.requireNonNull(((YamlMapping) item).get("c"));
    assertThat(document.path(document.root())).isEmpty();
    assertThat(document.path(item)).isEqualTo("a.b[1]");
    assertThat(document.path(nothing)).isEqualTo("a.b[1].c");
    assertThat(document.path(a.items("b").get(2))).isEqualTo("a.b[2]");
  }

  @Test
  void namesThePathsOfALongListWithoutWritingThoseOfOtherItems() throws YamlSyntaxException {
    YamlDocument document = YamlParser.parse("items:\n" + "- {a: b}\n".repeat(10_000)).get(0);
    List<YamlNode> items = ((YamlMapping) document.root()).items("items");
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < items.size(); i++) {
      assertThat(document.path(items.get(i)).equals("items[" + i + "]")).as("%s", i).isTrue();
    }
    assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(100_000_000);
  }

  @Test
  void refusesWhatIsNestedTooDeeply() {
    assertThat(failure("[".repeat(300) + "]".repeat(300))).hasMessageContaining("256 levels");
  }

  @Test
  void countsCharactersWhereTheParserCountsCodePoints() throws YamlSyntaxException {
    String text = "a: 🦊🦊 # 🦊\nb: c\n";
    YamlMapping root = (YamlMapping) YamlParser.parse(text).get(0).root();
    YamlNode last = root.entries().get(1).value();
    assertThat(text.substring(last.start(), last.end())).isEqualTo("c");
  }

  @Test
  void readsTenThousandDocumentsOfTwentyMegabytes() throws YamlSyntaxException {
    String document = "---\nkind: ConfigMap\ndata:\n  a: |\n" + "    0123456789\n".repeat(130);
    assertThat(YamlParser.parse(document.repeat(10_000))).hasSize(10_000);
  }

  private static YamlSyntaxException failure(String text) {
    return catchThrowableOfType(
        YamlSyntaxException.class, () -> assertThat(YamlParser.parse(text)).isEqualTo(List.of()));
  }
}
