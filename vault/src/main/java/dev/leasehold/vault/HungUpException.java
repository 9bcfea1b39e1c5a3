package dev.leasehold.vault;

import java.io.IOException;

/** A server hung up before it had read the request. */
final class HungUpException extends IOException {

  private static final long serialVersionUID = 1L;

  HungUpException(IOException cause) {
    super("hung up before the request was sent", cause);
  }
}
