// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

/** The effect of a fault on the application. */
enum Promise {
  NO_QUERY_FAILS("no query fails"),
  FAILS_WHILE_IT_LASTS(
      "queries may fail while it lasts; service comes back by itself when it ends"),
  FAILS_IN_ANY_WAY(
      "calls that find no memory fail, with any message; service comes back by itself when it ends"),
  HEALS_BY_ITSELF("calls under way fail; service comes back by itself while the fault is there"),
  ONLY_ITS_OWN("only the calls that it was done to fail"),
  ENDS("the process ends, and its roles with it");

  private final String text;

  Promise(String text) {
    this.text = text;
  }

  /** Returns the document's words. */
  String text() {
    return text;
  }
}
