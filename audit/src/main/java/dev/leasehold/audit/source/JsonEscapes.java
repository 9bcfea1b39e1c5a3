// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

/** The escapes of a JSON string (RFC 8259, section 7). */
final class JsonEscapes {

  private static final String LETTERS = "bfnrt";
  private static final String CONTROLS = "\b\f\n\r\t";
  private static final int HEX = 16;
  private static final int DIGITS = 4;

  private JsonEscapes() {}

  /** Returns the text that is meant. Text that is no escape, or is cut, stays as it is. */
  static String resolve(String escaped) {
    StringBuilder text = new StringBuilder(escaped.length());
    int i = 0;
    while (i < escaped.length()) {
      char c = escaped.charAt(i);
      i++;
      if (c != '\\' || i == escaped.length()) {
        text.append(c);
        continue;
      }
      char kind = escaped.charAt(i);
      i++;
      int control = LETTERS.indexOf(kind);
      int code = kind == 'u' ? code(escaped, i) : -1;
      if (code >= 0) {
        text.append((char) code);
        i += DIGITS;
      } else {
        text.append(control >= 0 ? CONTROLS.charAt(control) : kind);
      }
    }
    return text.toString();
  }

  private static int code(String text, int from) {
    int code = 0;
    for (int i = from; i < from + DIGITS; i++) {
      int digit = i < text.length() ? Character.digit(text.charAt(i), HEX) : -1;
      if (digit < 0) {
        return -1;
      }
      code = code * HEX + digit;
    }
    return code;
  }
}
