// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics.http;

/** A client has sent bytes that are no valid request. */
final class BadRequestException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;

  BadRequestException(int status, String phrase) {
    super(phrase);
    this.status = status;
  }

  int status() {
    return status;
  }
}
