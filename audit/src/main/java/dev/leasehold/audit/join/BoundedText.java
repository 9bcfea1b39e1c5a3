// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import java.util.regex.Pattern;

/** Bounds the shown part of a text of a log: a name there may have any length and characters. */
public final class BoundedText {

  /** Characters that are shown of one text. */
  private static final int LONGEST = 500;

  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  private BoundedText() {}

  /** Returns the text, or its begin with three dots; half a surrogate pair is no text. */
  public static String of(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    boolean pair = Character.isHighSurrogate(text.charAt(LONGEST - 1));
    return text.substring(0, pair ? LONGEST - 1 : LONGEST) + "...";
  }

  /**
   * Returns a text that moves no terminal's cursor, and does not change its direction: names in
   * logs are not to be trusted.
   */
  public static String printable(String text) {
    return UNPRINTABLE.matcher(text).replaceAll("?");
  }
}
