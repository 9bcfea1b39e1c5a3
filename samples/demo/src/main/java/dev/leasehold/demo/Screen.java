// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

/** Where the demo shows itself. Safe for use by many threads. */
interface Screen extends AutoCloseable {

  /** A step begins, or something came to pass. */
  void event(String text);

  /** Something beside the story: a line of the agent's own log, the progress of a server. */
  void note(String line);

  /** The figures as they are now. */
  void show(Panel panel);

  /** Takes the figures away, for good. */
  @Override
  void close();
}
