// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

/** A server that is asked live does not answer, or refuses. Its message names the next step. */
public final class LiveException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With a sentence that names the server and the next step. */
  public LiveException(String message) {
    super(message);
  }
}
