// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GlobTest {

  private final Random random = new Random(7);

  @Test
  void matchesAsTheSameRegularExpressionDoes() {
    for (int i = 0; i < 50_000; i++) {
      String pattern = text("ab*", 6);
      String text = text("ab", 8);
      assertThat(Glob.matches(pattern, "<" + text + ">", 1, text.length() + 1, false))
          .as(pattern + " on " + text)
          .isEqualTo(text.matches(pattern.replace("*", ".*")));
    }
  }

  @Test
  void intersectsWhenSomeTextMatchesBoth() {
    List<String> texts = textsUpTo(8);
    for (int i = 0; i < 3_000; i++) {
      String a = text("ab*", 4);
      String b = text("ab*", 4);
      boolean shared =
          texts.stream()
              .anyMatch(
                  text ->
                      Glob.matches(a, text, 0, text.length(), false)
                          && Glob.matches(b, text, 0, text.length(), false));
      assertThat(Glob.intersect(a, b, false)).as(a + " and " + b).isEqualTo(shared);
    }
  }

  /** The Kelvin sign is a {@code k} to Unicode, and the dotless i an {@code I}. */
  @Test
  void takesNoOtherLetterForOneOfAscii() {
    assertThat(Glob.lowerCase("DB-K.Corp")).isEqualTo("db-k.corp");
    assertThat(Target.of("db-\u212A.corp", 1, null)).isNotEqualTo(Target.of("db-k.corp", 1, null));
    assertThat(Glob.matches("db-k", "DB-K", 0, 4, true)).isTrue();
    assertThat(Glob.matches("db-k", "db-\u212A", 0, 4, true)).isFalse();
    assertThat(Glob.matches("I", "\u0131", 0, 1, true)).isFalse();
  }

  private String text(String alphabet, int most) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(most + 1); length > 0; length--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private static List<String> textsUpTo(int length) {
    List<String> texts = new ArrayList<>(List.of(""));
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).length() < length) {
        texts.add(texts.get(i) + "a");
        texts.add(texts.get(i) + "b");
      }
    }
    return texts;
  }
}
