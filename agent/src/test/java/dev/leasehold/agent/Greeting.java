// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

/** An application that says one thing and ends. */
final class Greeting {

  static final String TEXT = "hello";

  private Greeting() {}

  public static void main(String[] arguments) {
    System.out.print(TEXT);
  }
}
