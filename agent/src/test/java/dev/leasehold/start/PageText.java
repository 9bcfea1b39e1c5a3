// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.testbed.house.Words;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The sentences of a page in Markdown: of headings, paragraphs, list items and table cells. A code
 * span is one word, and a link is its text. Code between fences is left out.
 */
final class PageText {

  private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```$");
  private static final Pattern CODE = Pattern.compile("(?s)(`+).+?\\1");
  private static final Pattern LINK = Pattern.compile("(?s)(?<!!)\\[([^\\]]*)\\]\\([^)]*\\)");
  private static final Pattern UNSEEN =
      Pattern.compile("(?s)<!--.*?-->|!\\[[^\\]]*\\]\\([^)]*\\)|</?\\w[^>]*>|\\*");

  private static final Pattern BLOCK_END =
      Pattern.compile("(?m)^\\s*(?:[-+]|\\d+\\.|>|#+) |(?<=^#{1,6} .{0,200})$|\\||^\\s*$");

  private PageText() {}

  static List<String> sentences(String markdown) {
    String text = FENCED.matcher(markdown).replaceAll("");
    text = CODE.matcher(text).replaceAll("Code");
    text = UNSEEN.matcher(LINK.matcher(text).replaceAll("$1")).replaceAll("");
    return BLOCK_END
        .splitAsStream(text)
        .map(block -> block.replaceAll("\\s+", " ").strip())
        .flatMap(Words::sentences)
        .toList();
  }
}
