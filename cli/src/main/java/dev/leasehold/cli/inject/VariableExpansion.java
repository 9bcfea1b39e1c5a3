// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The kubelet's expansion of the values of variables: {@code $(NAME)} becomes the value of a
 * variable, and two dollar signs become one dollar sign (k8s.io/kubernetes,
 * third_party/forked/golang/expansion).
 */
final class VariableExpansion {

  /** Dollar signs that the kubelet does not take as they are. */
  private static final Pattern SIGNS = Pattern.compile("\\${2,}|\\$(?=\\()");

  private static final Pattern STEP = Pattern.compile("\\$(\\$|\\([^)]*\\))");

  private VariableExpansion() {}

  /** Returns the value that the kubelet turns into the text. */
  static String escape(String text) {
    return SIGNS
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(found.group().repeat(2)));
  }

  /**
   * Returns a value as the kubelet expands it.
   *
   * @param known the values of other variables; null for an unknown variable, whose references stay
   */
  static String expand(String value, Function<String, @Nullable String> known) {
    return STEP.matcher(value)
        .replaceAll(
            step -> {
              String inner = step.group(1);
              String text =
                  inner.equals("$") ? inner : known.apply(inner.substring(1, inner.length() - 1));
              return Matcher.quoteReplacement(text == null ? step.group() : text);
            });
  }

  /** Returns a value as the kubelet expands it; null where another variable is part of it. */
  static @Nullable String literal(String value) {
    StringBuilder literal = new StringBuilder();
    Matcher steps = STEP.matcher(value);
    while (steps.find()) {
      if (!steps.group(1).equals("$")) {
        return null;
      }
      steps.appendReplacement(literal, "\\$");
    }
    return steps.appendTail(literal).toString();
  }
}
