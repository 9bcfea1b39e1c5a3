package dev.leasehold.lease;

import org.jspecify.annotations.Nullable;

/** What a connection attempt asks of its binding. All methods may be called from any thread. */
public interface CredentialSupply {

  /**
   * Returns the generation to connect with. Does no I/O: it answers at once, but for the time
   * before the first credential has come, which it waits out, bounded by {@code
   * leasehold.first-credential-timeout}.
   *
   * @throws NoCredentialException when there is no valid lease; the message is fit for the
   *     application's {@code SQLException}
   * @throws InterruptedException when the caller is interrupted while it waits for the first
   *     credential
   */
  Generation current() throws NoCredentialException, InterruptedException;

  /** Returns the generation to connect with if that needs no wait; else null. Never blocks. */
  @Nullable Generation ready();

  /**
   * Returns a generation newer than one that the database has rejected, and asks for it if nobody
   * has: all callers share one refresh. Bounded as {@link #current()} is.
   *
   * @param reason what the database said, for the log; no secret
   * @throws NoCredentialException when none came in time, or the breaker is open because new ones
   *     were rejected as well
   * @throws InterruptedException when the caller is interrupted while it waits
   */
  Generation replacing(Generation rejected, String reason)
      throws NoCredentialException, InterruptedException;

  /** Says that a connection with this generation's credential was opened: the database takes it. */
  void accepted(Generation generation);

  /**
   * Says that a live connection failed in a way that a dropped role would explain. The credential
   * is tried once, off the caller's thread, and replaced if the database rejects it. Returns at
   * once.
   *
   * @param reason what the database said, for the log; no secret
   */
  void suspect(Generation generation, String reason);

  /**
   * Says that the last connection of a retired generation is closed, so that its lease may be
   * revoked.
   */
  void drained(Generation generation);
}
