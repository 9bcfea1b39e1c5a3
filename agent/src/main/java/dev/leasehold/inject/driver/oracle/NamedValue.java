// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name with a value in parentheses, {@code (NAME=value)} or {@code (NAME=(A=1)(B=2))}. Oracle's
 * descriptors are made of these. "Syntax Rules for Configuration Files" in the reference of Oracle
 * Net Services. Comments, escapes and single quotes are not read.
 */
final class NamedValue {

  /** More than any descriptor has. */
  private static final int DEEPEST = 16;

  private final String name;
  private final @Nullable String value;
  private final List<NamedValue> parts;

  private NamedValue(String name, @Nullable String value, List<NamedValue> parts) {
    this.name = name;
    this.value = value;
    this.parts = parts;
  }

  /**
   * Returns the named value in a text; null where the text is anything else, or has more behind its
   * end.
   */
  static @Nullable NamedValue parse(String text) {
    ValueParser reader = new ValueParser(text);
    NamedValue read = reader.read(0);
    return read != null && reader.isAtEnd() ? read : null;
  }

  boolean isNamed(String other) {
    return name.equalsIgnoreCase(other);
  }

  String name() {
    return name;
  }

  /** Returns the text; null where there are parts. */
  @Nullable String value() {
    return value;
  }

  /** Returns the parts; none where there is a text. */
  List<NamedValue> parts() {
    return parts;
  }

  private static final class ValueParser {

    private final String text;
    private int at;

    ValueParser(String text) {
      this.text = text;
    }

    boolean isAtEnd() {
      skipBlanks();
      return at == text.length();
    }

    @Nullable NamedValue read(int depth) {
      String name = depth < DEEPEST && takes('(') ? word() : "";
      if (name.isEmpty() || !takes('=')) {
        return null;
      }
      skipBlanks();
      if (at == text.length() || text.charAt(at) != '(') {
        String value = value();
        return value == null || !takes(')')
            ? null
            : new NamedValue(name, value, Collections.emptyList());
      }
      List<NamedValue> parts = new ArrayList<>();
      while (!takes(')')) {
        NamedValue part = read(depth + 1);
        if (part == null) {
          return null;
        }
        parts.add(part);
      }
      return new NamedValue(name, null, parts);
    }

    private boolean takes(char c) {
      skipBlanks();
      boolean is = at < text.length() && text.charAt(at) == c;
      at += is ? 1 : 0;
      return is;
    }

    private String word() {
      skipBlanks();
      int from = at;
      while (at < text.length() && isOfWord(text.charAt(at))) {
        at++;
      }
      return text.substring(from, at);
    }

    private static boolean isOfWord(char c) {
      return c < 0x80 && (Character.isLetterOrDigit(c) || c == '_' || c == '.');
    }

    /** Returns a value, plain or in double quotes, which are part of it; null for neither. */
    private @Nullable String value() {
      int from = at;
      boolean quoted = takes('"');
      while (at < text.length() && isOfValue(text.charAt(at), quoted)) {
        at++;
      }
      return quoted && !takes('"') ? null : text.substring(from, at).trim();
    }

    private static boolean isOfValue(char c, boolean quoted) {
      return c >= ' ' && c < 0x7F && "()\"'\\#".indexOf(c) < 0 && (quoted || c != '=');
    }

    private void skipBlanks() {
      while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }
  }
}
