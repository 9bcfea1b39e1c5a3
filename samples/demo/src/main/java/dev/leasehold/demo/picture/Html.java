// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo.picture;

/** Text in a page. */
final class Html {

  private Html() {}

  /** Returns the text with what has a meaning in HTML as entities. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
