// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo.picture;

/** Text in a page. */
final class Html {

  private Html() {}

  /** Returns the text, in which characters with a meaning in HTML are entities. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
