// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** One block of a PEM file (RFC 7468): its label and its content. Immutable. */
final class PemBlock {

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  private final String label;
  private final byte[] der;

  private PemBlock(String label, byte[] der) {
    this.label = label;
    this.der = der;
  }

  /**
   * Returns the blocks of a file; text between them is not looked at.
   *
   * @throws IllegalArgumentException when a block does not end, or is not Base64
   */
  static List<PemBlock> blocks(byte[] file) {
    String text = new String(file, StandardCharsets.US_ASCII);
    List<PemBlock> blocks = new ArrayList<>();
    for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + 1)) {
      int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
      int end = text.indexOf(END, at);
      if (labelEnd < 0 || end < labelEnd) {
        throw new IllegalArgumentException("a block that does not end");
      }
      String label = text.substring(at + BEGIN.length(), labelEnd);
      String body = text.substring(labelEnd + DASHES.length(), end);
      // The old form of an encrypted key has headers, which are no Base64.
      byte[] der = body.indexOf(':') >= 0 ? new byte[0] : Base64.getMimeDecoder().decode(body);
      blocks.add(new PemBlock(label, der));
    }
    return blocks;
  }

  String label() {
    return label;
  }

  byte[] der() {
    return der;
  }
}
