// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names each request in {@code X-Correlation-Id}, and the pod that claims to make it. Vault's audit
 * log has this header in plain text without any setting ({@code audit/headers.go} of 1.21).
 */
final class CorrelationIds {

  static final String HEADER = "X-Correlation-Id";

  private final RequestOrigin origin;

  /** No secret, so it takes nothing of the pool of secure random; 16 digits, the first 8 to f. */
  private final String run =
      Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);

  private final AtomicLong last = new AtomicLong();

  CorrelationIds(RequestOrigin origin) {
    this.origin = origin;
  }

  /** Returns an id that no other request of any process has: of the run, and a number. */
  String next() {
    return run + '-' + last.incrementAndGet();
  }

  /** Returns the header's value for a request of that id. */
  String header(String id) {
    return id + origin.claims();
  }

  String userAgent() {
    return origin.userAgent();
  }
}
