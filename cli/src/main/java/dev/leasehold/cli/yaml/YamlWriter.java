// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.yaml;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes maps, lists, text, numbers and booleans as YAML in block style, or as JSON. */
public final class YamlWriter {

  /** Text that is the same without quotes, in YAML 1.1 and 1.2, outside of brackets. */
  private static final Pattern PLAIN =
      Pattern.compile("[0-9]+(m|Mi)|-?[A-Za-z/][A-Za-z0-9_./:@=?*&%~+,;-]*");

  private static final Set<String> RESERVED =
      Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null");

  private YamlWriter() {}

  /** Returns the value as a document in block style, without the last line break. */
  public static String yaml(Object value) {
    return block(value, 0, YamlStyle.PLAIN);
  }

  /** Returns lines in block style without the last line break, each indented by the columns. */
  static String block(Object value, int indent, YamlStyle style) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry(String.valueOf(entry.getKey()), entry.getValue(), indent, style))
          .collect(Collectors.joining(style.lineBreak()));
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(item -> item(item, indent, style))
          .collect(Collectors.joining(style.lineBreak()));
    }
    return " ".repeat(indent) + scalar(value);
  }

  /** Returns a key with its value in block style. */
  static String entry(String key, Object value, int indent, YamlStyle style) {
    String begin = " ".repeat(indent) + scalar(key) + ":";
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      return begin + style.lineBreak() + block(map, indent + style.step(), style);
    }
    if (value instanceof List<?> list && !list.isEmpty()) {
      return begin + style.lineBreak() + block(list, indent + style.listStep(), style);
    }
    return begin + " " + scalar(value); // An empty list or map is written with brackets.
  }

  /** Returns an item of a sequence in block style. */
  static String item(Object value, int indent, YamlStyle style) {
    return " ".repeat(indent) + "- " + block(value, indent + 2, style).substring(indent + 2);
  }

  private static String scalar(Object value) {
    String text = value.toString();
    return value instanceof String && !isPlain(text) ? quoted(text) : text;
  }

  private static boolean isPlain(String text) {
    return PLAIN.matcher(text).matches()
        && !RESERVED.contains(text.toLowerCase(Locale.ROOT))
        && !text.endsWith(":");
  }

  /** Returns the value as JSON on one line. */
  public static String json(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> quoted(String.valueOf(entry.getKey())) + ": " + json(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(YamlWriter::json).collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof String text ? quoted(text) : value.toString();
  }

  /** Returns the value as JSON on lines. Lines after the first are indented by the columns. */
  static String json(Object value, int indent, YamlStyle style) {
    String inner = style.lineBreak() + " ".repeat(indent + style.step());
    String last = style.lineBreak() + " ".repeat(indent);
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(
              entry ->
                  quoted(String.valueOf(entry.getKey()))
                      + ": "
                      + json(entry.getValue(), indent + style.step(), style))
          .collect(Collectors.joining("," + inner, "{" + inner, last + "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(item -> json(item, indent + style.step(), style))
          .collect(Collectors.joining("," + inner, "[" + inner, last + "]"));
    }
    return json(value);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (isEscaped(text, i)) {
            quoted.append(String.format("\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  /**
   * Returns whether a parser could refuse the character or take it for a line break, or a reader
   * would not see it. YAML 1.1 breaks lines at U+0085, U+2028 and U+2029, and YAML 1.2 does not.
   */
  private static boolean isEscaped(String text, int i) {
    char c = text.charAt(i);
    if (Character.isSurrogate(c)) {
      boolean first = Character.isHighSurrogate(c);
      int other = first ? i + 1 : i - 1;
      boolean paired =
          other >= 0
              && other < text.length()
              && Character.isSurrogatePair(
                  text.charAt(Math.min(i, other)), text.charAt(Math.max(i, other)));
      return !paired;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> c >= 0xfffe;
    };
  }
}
