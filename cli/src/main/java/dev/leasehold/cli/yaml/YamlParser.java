// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.yaml;

import java.io.StringReader;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/** Parses streams of YAML or JSON documents. JSON is YAML in flow style. */
public final class YamlParser {

  private static final String RENDER_FIRST =
      "; this is a template: render it first (helm template), and inject the result";

  private YamlParser() {}

  /**
   * Parses all documents of a text.
   *
   * @throws YamlSyntaxException when one of them cannot be parsed
   */
  public static List<YamlDocument> parse(String text) throws YamlSyntaxException {
    CodePoints codePoints = CodePoints.of(text);
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    StreamReader reader = new StreamReader(new StringReader(readable(text)));
    YamlComposer composer = new YamlComposer(new ParserImpl(reader, options), text, codePoints);
    try {
      return composer.documents();
    } catch (MarkedYAMLException e) {
      throw new YamlSyntaxException(
          line(e.getProblemMark()),
          column(e.getProblemMark()),
          composer.place() + ": " + problem(e, text));
    } catch (YAMLException e) {
      throw new YamlSyntaxException(1, 1, composer.place() + ": " + e.getMessage());
    }
  }

  /** SnakeYAML takes no tab for white space, which in JSON it is; outside of strings only. */
  private static String readable(String text) {
    String begin = text.substring(text.startsWith("\uFEFF") ? 1 : 0).stripLeading();
    return begin.startsWith("{") || begin.startsWith("[") ? text.replace('\t', ' ') : text;
  }

  private static int line(@Nullable Mark mark) {
    return mark == null ? 1 : mark.getLine() + 1;
  }

  private static int column(@Nullable Mark mark) {
    return mark == null ? 1 : mark.getColumn() + 1;
  }

  private static String problem(MarkedYAMLException e, String text) {
    String context = e.getContext() == null ? "" : e.getContext() + ": ";
    String advice = advice(text, line(e.getProblemMark()));
    return context + e.getProblem() + (advice.isEmpty() ? step(e.getProblem()) : advice);
  }

  /** Returns the fix for SnakeYAML's commonest problems, where it does not name one itself. */
  private static String step(String problem) {
    if (problem.startsWith("mapping values are not allowed")) {
      return "; quote a value that has a colon, or mend the indentation";
    }
    return problem.contains("(TAB)") ? "" : "; mend the indentation, a quote or a bracket";
  }

  /** Returns the fix where the line, or one of the two before, has a template's braces. */
  static String advice(String text, int line) {
    List<String> lines = text.lines().skip(Math.max(0, line - 3)).limit(3).toList();
    return lines.stream().anyMatch(each -> each.contains("{{")) ? RENDER_FIRST : "";
  }
}
