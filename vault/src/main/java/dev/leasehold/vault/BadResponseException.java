// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

/** A field of an answer holds an invalid value. The message names the field and the value. */
final class BadResponseException extends Exception {

  private static final long serialVersionUID = 1L;

  BadResponseException(String what) {
    super(what);
  }
}
