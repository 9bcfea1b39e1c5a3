// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import dev.leasehold.file.UnfitFileException;

/**
 * One word as a POSIX shell reads it (XCU 2.2, Quoting). But {@code $} and a backquote stand for
 * themselves, as the writer of the file means them so.
 */
final class ShellWord {

  /** The characters that a backslash escapes between double quotes. */
  private static final String ESCAPED = "\"\\$`";

  private final String text;
  private final StringBuilder word = new StringBuilder();
  private int at;

  ShellWord(String text, int from) {
    this.text = text;
    this.at = from;
  }

  /**
   * Returns the word, without its quotes.
   *
   * @throws UnfitFileException when a quote does not end
   */
  String read() throws UnfitFileException {
    while (at < text.length() && !isEnd(text.charAt(at))) {
      char c = text.charAt(at++);
      if (c == '\'' || c == '"') {
        quoted(c);
      } else if (c == '\\' && at < text.length()) {
        word.append(text.charAt(at++));
      } else {
        word.append(c);
      }
    }
    return word.toString();
  }

  private static boolean isEnd(char c) {
    return Character.isWhitespace(c) || c == ';';
  }

  private void quoted(char quote) throws UnfitFileException {
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == quote) {
        return;
      }
      boolean escape = quote == '"' && c == '\\' && at < text.length();
      word.append(escape && ESCAPED.indexOf(text.charAt(at)) >= 0 ? text.charAt(at++) : c);
    }
    throw EnvironmentFormat.malformed("a quote that does not end");
  }

  /** Returns the end of the word in the text, once it was read. */
  int end() {
    return at;
  }
}
