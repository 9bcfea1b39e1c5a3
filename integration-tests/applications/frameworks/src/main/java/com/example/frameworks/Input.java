// SPDX-License-Identifier: Apache-2.0
package com.example.frameworks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Standard input, line by line. */
final class Input {

  private static final BufferedReader LINES =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  private Input() {}

  /** Waits for the next line; gives {@code stop} once there are no more. */
  static String next() throws IOException {
    String line = LINES.readLine();
    return line == null ? "stop" : line;
  }
}
