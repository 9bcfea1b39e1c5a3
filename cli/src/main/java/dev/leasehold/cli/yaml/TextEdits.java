// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Changes of a text, each at an offset of the text as it was. Several insertions at one offset keep
 * the order in which they were added. For one thread.
 */
public final class TextEdits {

  private record Edit(int start, int end, String text) {}

  /** The original of an offset of the changed text. */
  private record Origin(int offset, boolean isNew) {}

  private final List<Edit> edits = new ArrayList<>();
  private final TreeMap<Integer, Origin> origins = new TreeMap<>();

  /** Adds an insertion. */
  void insert(int offset, String text) {
    edits.add(new Edit(offset, offset, text));
  }

  /** Adds a replacement of the text between the offsets. */
  void replace(int start, int end, String text) {
    edits.add(new Edit(start, end, text));
  }

  /**
   * Returns the text with all changes made.
   *
   * @throws IllegalStateException when two changes overlap
   */
  public String apply(String text) {
    edits.sort(Comparator.comparingInt(Edit::start).thenComparingInt(Edit::end));
    origins.clear();
    StringBuilder changed = new StringBuilder(text.length() + 4096);
    int done = 0;
    for (Edit edit : edits) {
      if (edit.start < done) {
        throw new IllegalStateException("two changes overlap at offset " + edit.start);
      }
      changed.append(text, done, edit.start);
      origins.put(changed.length(), new Origin(edit.start, true));
      changed.append(edit.text);
      origins.put(changed.length(), new Origin(edit.end, false));
      done = edit.end;
    }
    return changed.append(text, done, text.length()).toString();
  }

  /**
   * Returns where a character of the changed text stood in the text as it was. For a character of a
   * replacement, that is the beginning of the replaced text. To be called after {@link #apply}.
   */
  public int original(int changed) {
    Map.Entry<Integer, Origin> before = origins.floorEntry(changed);
    if (before == null) {
      return changed;
    }
    Origin origin = before.getValue();
    return origin.offset + (origin.isNew ? 0 : changed - before.getKey());
  }
}
