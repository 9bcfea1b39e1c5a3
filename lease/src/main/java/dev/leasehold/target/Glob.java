// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.target;

/**
 * Texts in which {@code *} stands for any characters, none included. Allocates nothing to match.
 */
public final class Glob {

  /** No pattern holds it: control characters are refused. */
  private static final char END = 0;

  private Glob() {}

  /** Returns whether {@code text[from, to)} matches all of {@code pattern}. */
  public static boolean matches(String pattern, String text, int from, int to, boolean ignoreCase) {
    int p = 0;
    int t = from;
    int star = -1;
    int resume = from;
    while (t < to) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length() && same(pattern.charAt(p), text.charAt(t), ignoreCase)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /** Returns whether some text matches both patterns. */
  public static boolean intersect(String a, String b, boolean ignoreCase) {
    boolean[] below = new boolean[b.length() + 1];
    for (int i = a.length(); i >= 0; i--) {
      boolean[] here = new boolean[b.length() + 1];
      for (int j = b.length(); j >= 0; j--) {
        char ca = at(a, i);
        char cb = at(b, j);
        if (ca == '*') {
          here[j] = below[j] || (cb != END && here[j + 1]);
        } else if (cb == '*') {
          here[j] = here[j + 1] || (ca != END && below[j]);
        } else {
          here[j] = same(ca, cb, ignoreCase) && (ca == END || below[j + 1]);
        }
      }
      below = here;
    }
    return below[0];
  }

  private static char at(String text, int index) {
    return index < text.length() ? text.charAt(index) : END;
  }

  private static boolean same(char a, char b, boolean ignoreCase) {
    return a == b || (ignoreCase && lowerCase(a) == lowerCase(b));
  }

  /**
   * Returns a text with the letters of ASCII in lower case, as DNS compares names (RFC 4343).
   * Unicode would make a {@code k} of the Kelvin sign, too, and so another name.
   */
  public static String lowerCase(String text) {
    char[] letters = text.toCharArray();
    boolean changed = false;
    for (int i = 0; i < letters.length; i++) {
      char lower = lowerCase(letters[i]);
      changed |= lower != letters[i];
      letters[i] = lower;
    }
    return changed ? new String(letters) : text;
  }

  private static char lowerCase(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }
}
