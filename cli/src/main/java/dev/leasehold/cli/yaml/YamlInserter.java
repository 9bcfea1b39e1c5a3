// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.yaml;

import java.util.List;
import java.util.Map;

/**
 * Inserts into collections and scalars of a text, in the place's style: block style with the
 * document's indentation, or JSON. Inserted text begins behind the last line that it follows. So a
 * comment stays with its line, and a missing final line break stays missing. {@link YamlRemover}
 * takes it out again.
 *
 * <p>Of two insertions that may have one place, the insertion into the inner collection comes
 * first.
 */
public final class YamlInserter {

  private final String text;
  private final YamlStyle style;
  private final TextEdits edits;

  /** Makes an inserter that adds to the edits. */
  public YamlInserter(String text, YamlStyle style, TextEdits edits) {
    this.text = text;
    this.style = style;
    this.edits = edits;
  }

  /** Adds a key to the end of a mapping, with a map, a list or a scalar. */
  public void put(YamlMapping mapping, String key, Object value) {
    if (mapping.isFlow()) {
      flow(
          mapping,
          lastValueEnd(mapping),
          (before, pretty) -> before + "\"" + key + "\": " + json(value, before, pretty));
      return;
    }
    int indent = TextLines.column(text, mapping.entries().get(0).key().start());
    addLines(mapping.end(), YamlWriter.entry(key, value, indent, style));
  }

  /** Adds items to the end of a sequence. */
  public void append(YamlSequence sequence, List<?> items) {
    if (!sequence.isFlow()) {
      int indent = TextLines.column(text, sequence.firstDash());
      addLines(sequence.end(), YamlWriter.block(items, indent, style));
      return;
    }
    int end = sequence.items().isEmpty() ? -1 : last(sequence.items()).end();
    for (Object item : items) {
      boolean first = end < 0 && item == items.get(0);
      flow(
          sequence,
          end,
          (before, pretty) -> (first || end >= 0 ? before : ", ") + json(item, before, pretty));
    }
  }

  /** Puts an item before the first item of a sequence. */
  public void prepend(YamlMapping.Entry entry, YamlSequence sequence, Object item) {
    if (!sequence.isFlow()) {
      int indent = TextLines.column(text, sequence.firstDash());
      addLines(entry.key().end(), YamlWriter.item(item, indent, style));
    } else if (sequence.items().isEmpty()) {
      append(sequence, List.of(item));
    } else {
      int first = sequence.items().get(0).start();
      String separator =
          isPretty(sequence) ? "," + text.substring(afterBracket(sequence), first) : ", ";
      edits.insert(first, json(item, separator, isPretty(sequence)) + separator);
    }
  }

  /** Makes a collection of a null: below its key in block style, else in its place. */
  public void fill(boolean isFlow, YamlScalar nothing, Object collection, int keyStart) {
    if (!nothing.value().isEmpty()) {
      edits.replace(nothing.start(), nothing.end(), YamlWriter.json(collection));
    } else if (isFlow) {
      edits.insert(nothing.end(), " " + YamlWriter.json(collection));
    } else {
      int column = TextLines.column(text, keyStart);
      int step = collection instanceof Map<?, ?> ? style.step() : style.listStep();
      addLines(nothing.end(), YamlWriter.block(collection, column + step, style));
    }
  }

  /** Adds a word to the end of a scalar that has text. */
  public void appendWord(YamlScalar scalar, String word) {
    int end = scalar.style() == YamlScalar.Style.QUOTED ? scalar.end() - 1 : scalar.end();
    int content = end;
    while (scalar.style() == YamlScalar.Style.BLOCK
        && Character.isWhitespace(text.charAt(content - 1))) {
      content--;
    }
    edits.insert(content, scalar.value().isEmpty() ? word : " " + word);
  }

  /** Puts a word before the text of a scalar that has some. */
  public void prependWord(YamlScalar scalar, String word) {
    edits.insert(YamlScalars.contentStart(text, scalar), word + " ");
  }

  /**
   * Puts text before that of a scalar.
   *
   * @return false where the text is not written as it reads, or has an anchor or a tag
   */
  public boolean prefix(YamlScalar scalar, String prefix) {
    int content = YamlScalars.contentStart(text, scalar);
    if (!text.startsWith(scalar.value(), content)) {
      return false;
    }
    edits.insert(content, prefix);
    return true;
  }

  /** Writes another text in place of a scalar. */
  public void replace(YamlScalar scalar, String written) {
    edits.replace(scalar.start(), scalar.end(), written);
  }

  private void addLines(int behind, String lines) {
    edits.insert(TextLines.end(text, behind), style.lineBreak() + lines);
  }

  private interface FlowText {
    String of(String before, boolean pretty);
  }

  private void flow(YamlNode collection, int end, FlowText added) {
    if (end < 0) {
      edits.insert(afterBracket(collection), added.of("", false));
    } else if (isPretty(collection)) {
      int first = firstStart(collection);
      int column = TextLines.column(text, first);
      edits.insert(end, added.of("," + style.lineBreak() + " ".repeat(column), true));
    } else {
      edits.insert(end, added.of(", ", false));
    }
  }

  private String json(Object value, String before, boolean pretty) {
    int indent = before.length() - before.lastIndexOf('\n') - 1;
    return pretty ? YamlWriter.json(value, indent, style) : YamlWriter.json(value);
  }

  private boolean isPretty(YamlNode collection) {
    return text.substring(afterBracket(collection), firstStart(collection)).contains("\n");
  }

  /** An anchor or a tag may come before the bracket. */
  private int afterBracket(YamlNode collection) {
    char bracket = collection instanceof YamlMapping ? '{' : '[';
    return text.indexOf(bracket, collection.start()) + 1;
  }

  private static int firstStart(YamlNode collection) {
    return collection instanceof YamlMapping mapping
        ? mapping.entries().get(0).key().start()
        : ((YamlSequence) collection).items().get(0).start();
  }

  private static int lastValueEnd(YamlMapping mapping) {
    return mapping.entries().isEmpty() ? -1 : last(mapping.entries()).value().end();
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }
}
