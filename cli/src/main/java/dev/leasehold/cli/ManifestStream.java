// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes texts as one stream of documents; a single text byte for byte. For one thread. */
final class ManifestStream {

  private final OutputStream out;
  private String last = "";

  ManifestStream(OutputStream out) {
    this.out = new BufferedOutputStream(out, 1 << 16);
  }

  /** Writes a text, with a separator from the text before. */
  void add(String text) throws CommandException {
    if (!last.isEmpty() && !text.isEmpty()) {
      String lineBreak = last.endsWith("\n") ? "" : "\n";
      write(text.startsWith("---") ? lineBreak : lineBreak + "---\n");
    }
    write(text);
    last = text.isEmpty() ? last : text;
  }

  /** Writes a comment where there has been nothing but blanks so far. */
  void addNothing() throws CommandException {
    if (last.isBlank()) {
      write("# no manifests\n");
    }
  }

  void flush() throws CommandException {
    try {
      out.flush();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void write(String text) throws CommandException {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static CommandException failed(IOException e) {
    return new CommandException(
        CommandExitCode.CANNOT_WRITE, "standard output cannot be written: " + e.getMessage());
  }
}
