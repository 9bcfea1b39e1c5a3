// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

/**
 * Text that is safe to write to a terminal and stays on its line. Servers' messages are quoted in
 * the log and in exceptions, and a server may put escape sequences into them.
 */
public final class Printable {

  private static final char REPLACEMENT = '?';

  private Printable() {}

  /**
   * Returns {@code text} with a space for each end of a line. A {@code ?} stands for each control
   * character and for each character that changes the direction of writing, as these move or hide
   * other text.
   */
  public static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (printable(text.charAt(i)) != text.charAt(i)) {
        return replaced(text);
      }
    }
    return text;
  }

  private static String replaced(String text) {
    char[] characters = text.toCharArray();
    for (int i = 0; i < characters.length; i++) {
      characters[i] = printable(characters[i]);
    }
    return new String(characters);
  }

  private static char printable(char character) {
    if (character == '\n' || character == '\r' || character == '\t') {
      return ' ';
    }
    switch (Character.getType(character)) {
      case Character.LINE_SEPARATOR:
      case Character.PARAGRAPH_SEPARATOR:
        return ' ';
      case Character.CONTROL:
      case Character.FORMAT:
        return REPLACEMENT;
      default:
        return character;
    }
  }
}
