// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import dev.leasehold.lease.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Passwords that some format or reader takes for something else, and credentials with them. */
final class Passwords {

  static final Instant ISSUED = Instant.parse("2026-11-28T10:00:00Z");
  static final Instant END = Instant.parse("2026-11-28T11:00:00Z");

  /** Every printable ASCII character, the space first and the tilde last. */
  static final String PRINTABLE =
      IntStream.rangeClosed(' ', '~').mapToObj(Character::toString).collect(Collectors.joining());

  private static final List<String> FIXED =
      List.of(
          "A1a-4fR7zQvY9TtKpLmX",
          PRINTABLE,
          " leading",
          "a b  c",
          "\\",
          "\\\\",
          "a\\'b",
          "\\\"",
          "it's",
          "\"quoted\"",
          "'quoted'",
          "it's \"$HOME\" and ${HOME} and \\$HOME",
          "$(id)",
          "%41%%",
          "#comment",
          "x #comment",
          ";x",
          "!x",
          "=x=y",
          ":a:b\\:c",
          "*",
          "{{password}}",
          "&<>",
          "null",
          "no",
          "1e3",
          "- a",
          "@at",
          "~");

  private static final int SEED = 20261128;
  private static final int RANDOM_ONES = 300;
  private static final int LONGEST = 24;

  private Passwords() {}

  static RenderedCredential credential(String password) {
    return credential("v-app-x7", password, "jdbc:postgresql://db.example:5433/orders?ssl=true");
  }

  static RenderedCredential credential(String username, String password, String url) {
    return new RenderedCredential(username, Secret.of(password), ISSUED, END, "orders", url);
  }

  /**
   * Passwords that are one line of ASCII: fixed passwords, each character by itself, and random
   * passwords.
   */
  static List<String> ascii() {
    List<String> passwords = new ArrayList<>(FIXED);
    for (char c : PRINTABLE.toCharArray()) {
      passwords.add(c + "x" + c + c);
    }
    Random random = new Random(SEED);
    for (int i = 0; i < RANDOM_ONES; i++) {
      passwords.add(
          random
              .ints(1L + random.nextInt(LONGEST), ' ', '~' + 1)
              .mapToObj(Character::toString)
              .collect(Collectors.joining()));
    }
    return passwords;
  }

  /** One line each, not ASCII. */
  static List<String> beyondAscii() {
    return List.of("pässwörd", "密码", "😀x", "\u00a0x", "\u2028", "\ufeffx", "e\u0301", "x\u0085y");
  }

  /** With control characters, which only some formats hold. */
  static List<String> control() {
    return List.of("a\nb", "a\r\nb", "\n", "a\tb", "a\u0001b", "a\u0000b", "a\u007fb", "\fx\u000b");
  }

  static List<String> all() {
    List<String> passwords = new ArrayList<>(ascii());
    passwords.addAll(beyondAscii());
    passwords.addAll(control());
    return passwords;
  }
}
