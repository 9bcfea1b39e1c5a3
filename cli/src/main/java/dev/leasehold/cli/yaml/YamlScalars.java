// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.yaml;

/** The position of a scalar's text. */
final class YamlScalars {

  private YamlScalars() {}

  /** Returns where the content of a scalar without anchor and tag begins, behind its quote. */
  static int contentStart(String text, YamlScalar scalar) {
    return switch (scalar.style()) {
      case PLAIN -> scalar.start();
      case QUOTED -> scalar.start() + 1;
      case BLOCK -> {
        int i = TextLines.end(text, scalar.start());
        while (i < scalar.end() && Character.isWhitespace(text.charAt(i))) {
          i++;
        }
        yield i;
      }
    };
  }
}
