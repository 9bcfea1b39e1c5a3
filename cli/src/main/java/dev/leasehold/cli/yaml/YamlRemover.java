// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Takes the text of {@link YamlInserter} out of collections and scalars. */
public final class YamlRemover {

  private record Span(int start, int end) {}

  private final String text;
  private final TextEdits edits;

  /** Makes a remover that adds to the edits. */
  public YamlRemover(String text, TextEdits edits) {
    this.text = text;
    this.edits = edits;
  }

  /**
   * Takes out the items that the predicate names.
   *
   * @param parent the mapping that has the sequence
   * @param original the earlier value where the sequence had no item: the text of a null, or
   *     brackets; null where there was no key. Only looked at when no item is left
   */
  public void removeItems(
      YamlMapping parent, String key, @Nullable String original, Predicate<YamlNode> goes) {
    YamlMapping.Entry entry = parent.entry(key);
    if (entry == null || !(entry.value() instanceof YamlSequence sequence)) {
      return;
    }
    List<Span> spans = sequence.items().stream().map(i -> new Span(i.start(), i.end())).toList();
    List<Boolean> going = sequence.items().stream().map(goes::test).toList();
    remove(new Place(parent, key, original, sequence.isFlow(), sequence), spans, going);
  }

  /** Takes out the keys that the predicate names; as {@link #removeItems} where no key is left. */
  public void removeKeys(
      YamlMapping parent, String key, @Nullable String original, Predicate<String> goes) {
    YamlMapping.Entry entry = parent.entry(key);
    if (entry == null || !(entry.value() instanceof YamlMapping mapping)) {
      return;
    }
    List<Span> spans =
        mapping.entries().stream().map(e -> new Span(e.key().start(), e.value().end())).toList();
    List<Boolean> going =
        mapping.entries().stream().map(each -> goes.test(each.key().value())).toList();
    remove(new Place(parent, key, original, mapping.isFlow(), mapping), spans, going);
  }

  /** Takes out a key with its value. */
  public void removeKey(YamlMapping mapping, String key) {
    List<Span> spans = new ArrayList<>();
    List<Boolean> going = new ArrayList<>();
    for (YamlMapping.Entry entry : mapping.entries()) {
      spans.add(new Span(entry.key().start(), entry.value().end()));
      going.add(entry.key().value().equals(key));
    }
    removeSpans(mapping.isFlow(), spans, going);
  }

  /**
   * Takes out a word of a scalar, and the space that set it off.
   *
   * @return false where the text of the scalar does not have the word between spaces
   */
  public boolean removeWord(YamlScalar scalar, String word) {
    int content = YamlScalars.contentStart(text, scalar);
    int start = wordStart(scalar, word, content);
    if (start < 0) {
      return false;
    }
    int end = start + word.length();
    if (start > content) {
      start = text.charAt(start - 1) == ' ' ? start - 1 : start;
    } else if (end < scalar.end() && text.charAt(end) == ' ') {
      end++;
    } else {
      end = nextLine(scalar, end);
    }
    edits.replace(start, end, "");
    return true;
  }

  /**
   * Takes out the beginning of a scalar's text.
   *
   * @return false where that is not written as it reads
   */
  public boolean removePrefix(YamlScalar scalar, String prefix) {
    int content = YamlScalars.contentStart(text, scalar);
    if (!text.startsWith(prefix, content)) {
      return false;
    }
    edits.replace(content, content + prefix.length(), "");
    return true;
  }

  /** Writes the text of before in place of a scalar. */
  public void restore(YamlScalar scalar, String original) {
    edits.replace(scalar.start(), scalar.end(), original);
  }

  private int wordStart(YamlScalar scalar, String word, int content) {
    int start = text.indexOf(word, content);
    while (start >= 0 && start + word.length() <= scalar.end()) {
      int end = start + word.length();
      char after = end < scalar.end() ? text.charAt(end) : ' ';
      boolean ends = Character.isWhitespace(after) || after == '"' || after == '\'';
      if (ends && (start == content || Character.isWhitespace(text.charAt(start - 1)))) {
        return start;
      }
      start = text.indexOf(word, end);
    }
    return -1;
  }

  /** Where a word alone on the first line goes, its line goes with it. */
  private int nextLine(YamlScalar scalar, int end) {
    int next = end;
    while (next < scalar.end() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    return next < scalar.end() && scalar.style() != YamlScalar.Style.QUOTED ? next : end;
  }

  private record Place(
      YamlMapping parent, String key, @Nullable String original, boolean isFlow, YamlNode value) {}

  private void remove(Place place, List<Span> spans, List<Boolean> going) {
    if (!going.contains(true)) {
      return; // An empty list, to which nothing was added, stays.
    }
    boolean all = !going.contains(false);
    String original = place.original();
    if (!all || (original != null && isKept(place, original))) {
      removeSpans(place.isFlow(), spans, going);
    } else if (original == null) {
      removeKey(place.parent(), place.key());
    } else {
      int space = original.isEmpty() ? 1 : 0;
      edits.replace(place.value().start() - space, place.value().end(), original);
    }
  }

  /** Whether the brackets were there before, or the items stand on lines below the key. */
  private static boolean isKept(Place place, String original) {
    return !place.isFlow() || original.startsWith("[") || original.startsWith("{");
  }

  private void removeSpans(boolean isFlow, List<Span> spans, List<Boolean> going) {
    for (int i = 0; i < spans.size(); i++) {
      if (!going.get(i)) {
        continue;
      }
      int last = i;
      while (last + 1 < spans.size() && going.get(last + 1)) {
        last++;
      }
      if (isFlow) {
        removeRun(spans, i, last);
      } else {
        removeLines(spans, i, last);
      }
      i = last;
    }
  }

  private void removeRun(List<Span> spans, int first, int last) {
    int end = spans.get(last).end();
    if (first > 0) {
      edits.replace(spans.get(first - 1).end(), end, "");
    } else if (last + 1 < spans.size()) {
      edits.replace(spans.get(0).start(), spans.get(last + 1).start(), "");
    } else {
      edits.replace(spans.get(0).start(), end, "");
    }
  }

  /** The first key of an item shares its line with the dash, which stays for the next key. */
  private void removeLines(List<Span> spans, int first, int last) {
    int start = spans.get(first).start();
    String before = text.substring(TextLines.start(text, start), start);
    boolean sharesLine = !before.isBlank() && !before.trim().equals("-");
    boolean isFirstKey = before.trim().equals("-") && first == 0 && isKey(spans, last);
    if (!sharesLine && !isFirstKey) {
      edits.replace(
          TextLines.endBefore(text, start), TextLines.end(text, spans.get(last).end()), "");
    } else if (last + 1 < spans.size()) {
      edits.replace(start, spans.get(last + 1).start(), "");
    } else {
      edits.replace(start, spans.get(last).end(), "");
    }
  }

  private boolean isKey(List<Span> spans, int last) {
    return last + 1 < spans.size()
        && !text.substring(
                TextLines.start(text, spans.get(last + 1).start()), spans.get(last + 1).start())
            .trim()
            .equals("-");
  }
}
