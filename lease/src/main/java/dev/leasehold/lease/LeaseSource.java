// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

/**
 * A source of leases: Vault, or a file that another program keeps fresh. Calls block, are bounded
 * in time by the source itself, and may come from several threads at once.
 */
public interface LeaseSource extends AutoCloseable {

  /**
   * Takes out a new lease. Each call makes a new credential where the source can.
   *
   * @throws LeaseException with a message fit for an operator: the request, the server, the answer
   *     and the next step
   */
  Lease fetch() throws LeaseException;

  /**
   * Takes out a lease that is to take the place of a lease in use. A source that knows beforehand
   * that the new lease would end no later makes none.
   *
   * @throws LeaseException also for that reason: the lease in use is better
   */
  default Lease fetch(Lease inUse) throws LeaseException {
    return fetch();
  }

  /**
   * Renews a lease. The answer may be shorter than the lease was: the source's maximum is near. A
   * lease that is not {@link Lease#revocable()} is read again. Where the source has another
   * credential by now, the answer is a lease on that credential.
   *
   * @throws LeaseException of kind {@link LeaseException.Kind#GONE} when the source no longer knows
   *     the lease
   */
  Lease renew(Lease lease) throws LeaseException;

  /**
   * Revokes a lease. The call succeeds for a lease that has ended already. A lease that is not
   * {@link Lease#revocable()} is left alone.
   *
   * @throws LeaseException when the source may still hold the lease
   */
  void revoke(Lease lease) throws LeaseException;

  /**
   * Begins to watch for a credential that this source did not make. Calls {@code changed} when the
   * credential, or its end, differs from the lease that was handed out last: again and again, until
   * the source is asked. Without effect where the source makes each credential on request.
   */
  default void watch(Runnable changed) {}

  /**
   * Looks for a change now, once {@link #watch} was called, and returns at once. Never throws.
   *
   * @return false where the source has nothing to look at, so that the caller asks for a credential
   */
  default boolean look() {
    return false;
  }

  /**
   * Returns the text on this source that a refusal adds to its cause, such as the age of a file;
   * empty for none. Does no I/O, and any thread may call it.
   */
  default String remark() {
    return "";
  }

  /** Gives back the source's own resources, such as a login token. Bounded; never throws. */
  @Override
  void close();
}
