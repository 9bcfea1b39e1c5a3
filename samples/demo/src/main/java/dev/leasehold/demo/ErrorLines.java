// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Standard error as lines on the screen, so that they do not tear the figures there. */
final class ErrorLines extends OutputStream {

  private final Screen screen;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  ErrorLines(Screen screen) {
    this.screen = screen;
  }

  @Override
  public synchronized void write(int b) {
    if (b == '\n') {
      screen.note(line.toString(StandardCharsets.UTF_8));
      line.reset();
    } else {
      line.write(b);
    }
  }
}
