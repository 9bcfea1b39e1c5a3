// SPDX-License-Identifier: Apache-2.0
package com.example.frameworks;

/** Standard output, line by line, from any thread. */
final class Output {

  private Output() {}

  static synchronized void say(String line) {
    System.out.println(line.replace('\n', ' '));
    System.out.flush();
  }
}
