// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of a binding, for connection attempts. All methods may be called from any thread.
 */
public interface CredentialsProvider {

  /**
   * Returns the generation to connect with: as a rule the current generation. It is an earlier
   * generation while each target of the connection rejects the current generation. It is also an
   * earlier generation while each target takes that, and was not asked about the current
   * generation. Does no I/O, and answers at once with two exceptions. The first credential has not
   * come, or each target of the connection rejects the current generation and no earlier generation
   * is left. Both waits are bounded by {@code leasehold.first-credential-timeout}.
   *
   * @param targets where the connection may lead
   * @throws NoCredentialException when there is no valid lease for it; the message is fit for the
   *     application's {@code SQLException}
   * @throws InterruptedException when the caller is interrupted while it waits
   */
  Generation current(Targets targets) throws NoCredentialException, InterruptedException;

  /** Returns the result of {@link #current} if that needs no wait; else null. Never blocks. */
  @Nullable Generation ready(Targets targets);

  /**
   * Returns a generation in the place of a generation that a target has rejected. If the credential
   * is no good, it is a newer generation, for which all callers share one refresh. If other targets
   * take the credential, it is the generation before, or the same once the target takes it. Bounded
   * as {@link #current} is.
   *
   * @param rejected the generation that was tried
   * @param by the target that rejected it
   * @param reason the database's message, for the log; no secret
   * @throws NoCredentialException when no generation came in time, or the breaker is open because
   *     new credentials were rejected as well
   * @throws InterruptedException when the caller is interrupted while it waits
   */
  Generation replacing(Generation rejected, Target by, String reason)
      throws NoCredentialException, InterruptedException;

  /** Says that a connection with this generation's credential was opened: the target takes it. */
  void accepted(Generation generation, Target by);

  /**
   * Reports a failure that a dropped role would explain: on a live connection, or of a connect
   * where another connect has just succeeded. The credential is tried once, off the caller's
   * thread, and replaced if it is no good. Returns at once; cheap when repeated.
   *
   * @param at the target of the failure
   * @param reason the database's message, for the log; no secret
   */
  void suspect(Generation generation, Target at, String reason);

  /**
   * Says that the binding is for these servers alone. The answers of other servers about its
   * credentials are forgotten, and do not count from now on.
   */
  void keep(Targets targets);

  /**
   * Says that the last connection of a retired generation is closed, so that its lease may be
   * revoked.
   */
  void drained(Generation generation);
}
