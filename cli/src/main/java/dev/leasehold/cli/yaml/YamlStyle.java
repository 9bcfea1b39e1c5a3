// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.yaml;

/**
 * The indentation of a document.
 *
 * @param step by how many columns a mapping is indented in a mapping
 * @param listStep by how many columns a sequence is indented in a mapping; may be 0
 * @param lineBreak LF or CRLF
 */
public record YamlStyle(int step, int listStep, String lineBreak) {

  /** The style of tools that write YAML: lists stand below the beginning of their keys. */
  static final YamlStyle PLAIN = new YamlStyle(2, 0, "\n");

  /**
   * Reads the style off a mapping that has a mapping in it, which has a sequence in it.
   *
   * @param parent the outer entry
   * @param list an entry of the inner mapping, whose value is a sequence
   */
  public static YamlStyle of(String text, YamlMapping.Entry parent, YamlMapping.Entry list) {
    int outer = TextLines.column(text, parent.key().start());
    int inner = TextLines.column(text, list.key().start());
    int listStep = 2;
    if (list.value() instanceof YamlSequence sequence && !sequence.isFlow()) {
      listStep = TextLines.column(text, sequence.firstDash()) - inner;
    }
    int step =
        inner > outer && inner - outer <= 8 ? inner - outer : 2; // On one line it is no step.
    return new YamlStyle(step, listStep < 0 ? 2 : listStep, TextLines.lineBreak(text));
  }
}
