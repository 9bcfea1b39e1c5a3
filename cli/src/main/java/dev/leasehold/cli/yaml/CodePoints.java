// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.yaml;

import java.util.Arrays;
import org.yaml.snakeyaml.reader.StreamReader;

/** Turns SnakeYAML's positions, which count code points, into offsets of a Java string. */
final class CodePoints {

  /** Numbers of the code points that take two characters, in order. */
  private final int[] pairs;

  private CodePoints(int[] pairs) {
    this.pairs = pairs;
  }

  /**
   * Looks at each code point of the text.
   *
   * @throws YamlSyntaxException when YAML does not allow a code point of it
   */
  static CodePoints of(String text) throws YamlSyntaxException {
    int[] pairs = new int[16];
    int count = 0;
    int number = 0;
    for (int i = 0; i < text.length(); number++) {
      int codePoint = text.codePointAt(i);
      if (!StreamReader.isPrintable(codePoint)) {
        String problem =
            String.format("character U+%04X is not allowed in YAML: remove it", codePoint);
        throw new YamlSyntaxException(
            TextLines.number(text, i), i - TextLines.start(text, i) + 1, problem);
      }
      if (Character.isSupplementaryCodePoint(codePoint)) {
        pairs = count == pairs.length ? Arrays.copyOf(pairs, 2 * count) : pairs;
        pairs[count++] = number;
      }
      i += Character.charCount(codePoint);
    }
    return new CodePoints(Arrays.copyOf(pairs, count));
  }

  /** Returns the offset of the code point with the number. */
  int offset(int number) {
    int place = Arrays.binarySearch(pairs, number);
    return number + (place < 0 ? -place - 1 : place);
  }
}
