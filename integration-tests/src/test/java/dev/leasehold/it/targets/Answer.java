// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.targets;

/**
 * The application's result of one connection.
 *
 * @param isOk whether it got a connection
 * @param millis when, since 1970
 * @param text user and database of the session; or SQLState and message
 */
record Answer(boolean isOk, long millis, String text) {

  /** Of Vault's roles the default name begins so. */
  private static final String LEASED = "v-";

  /** Reads {@code ok MILLIS TEXT} or {@code failed MILLIS TEXT}. */
  static Answer parse(String line) {
    String[] words = line.split(" ", 3);
    return new Answer(words[0].equals("ok"), Long.parseLong(words[1]), words[2]);
  }

  /** Returns whether the session is of a lease. */
  boolean isLeased() {
    return isOk && text.startsWith(LEASED);
  }

  /** Returns the user of the session. */
  String user() {
    return text.substring(0, text.indexOf(' '));
  }
}
