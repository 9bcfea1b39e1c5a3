// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.reactive;

import dev.leasehold.lease.CredentialsProvider;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.util.concurrent.CompletableFuture;

/**
 * A binding's credentials for logins that must not block: all logins that wait for a credential for
 * the same target share one thread that waits. Safe for many threads.
 */
public final class AsyncCredentials {

  private final CredentialsProvider credentials;
  private final SharedWaits<Target, Generation> waits = new SharedWaits<>();

  /** Waits for the generations of these credentials. */
  public AsyncCredentials(CredentialsProvider credentials) {
    this.credentials = credentials;
  }

  /**
   * Returns the generation to log in with. Fails with a {@link NoCredentialException} when none
   * comes in time.
   */
  CompletableFuture<Generation> next(Targets targets) {
    return waits.join(
        targets.whole(), () -> credentials.ready(targets), () -> credentials.current(targets));
  }

  /**
   * Says that a target has rejected a generation, and asks for another generation; once, however
   * many connections say so.
   */
  public void rejected(Generation generation, Target by, String why) {
    CompletableFuture<Generation> ignored =
        waits.join(by, () -> null, () -> credentials.replacing(generation, by, why));
  }
}
